import { GROUP_ROADS } from '../../attacks/escalation-paths/identity-paths';
import {
  drawRoads,
  goneByTrying,
  openByDocuments,
  openToPrincipals,
} from '../../attacks/escalation-paths/path-catalogue';
import { expectEqual, Scenario } from '../scenario';

/** Nobody who may deploy can become administrator, but for the road that a group leaves open. */
export const roadsToAdministrator: Scenario = {
  name: 'escalation-paths',
  summary: 'Every known road from a deployment role to administrator is decided, and tried for real',
  begins: 'released',

  async run(rehearsal) {
    const { account, operator } = rehearsal;
    const open = (who: string) => GROUP_ROADS.map((road) => `${who}: ${road}`);

    const map = await rehearsal.step('Every known road to administrator', async (display) => {
      const drawn = await drawRoads(account, operator.credentials);
      display.line(`${drawn.roads.length} roads, ${drawn.travellers.length} roles and users`);
      return drawn;
    });
    await rehearsal.step('Decided by the account', async () => {
      const byDocument = await openByDocuments(map);
      expectEqual('the roads that a document opens', byDocument, open('cloudformation-execution-identities'));
      expectEqual('the roads that are open by decision', await openToPrincipals(map), open('cfn-exec'));
    });
    await rehearsal.step('Tried by each', async () => {
      expectEqual('the roads that somebody has gone', await goneByTrying(map), open('cfn-exec'));
    });
  },
};
