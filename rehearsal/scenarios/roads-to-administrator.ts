import { GROUP_ROAD } from '../roads/identity-roads';
import { expectEqual, Scenario } from './scenario';

/** Nobody who may deploy can become administrator, but for the road that a group leaves open. */
export const roadsToAdministrator: Scenario = {
  name: 'roads-to-administrator',
  summary: 'Every known road from a deployment role to administrator is decided, and tried for real',
  begins: 'released',

  async run(rehearsal) {
    const { byDocument, byDecision, byTrying } = await rehearsal.tryRoads();

    expectEqual('the roads that a document leaves open', byDocument, [
      `cloudformation-execution-identities: ${GROUP_ROAD}`,
    ]);
    expectEqual('the roads that are open by decision', byDecision, [`cfn-exec: ${GROUP_ROAD}`]);
    expectEqual('the roads that could be gone', byTrying, [`cfn-exec: ${GROUP_ROAD}`]);
  },
};
