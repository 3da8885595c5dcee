import { OPEN_GROUP_ATTEMPTS } from '../../attacks/catalogues/iam-groups';
import { EscalationPaths } from '../../attacks/escalation-paths';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/** No principal that deploys can become administrator, but for the path that a group leaves open. */
export const escalationPaths: Scenario = {
  name: 'escalation-paths',
  summary: 'Every known path from a deployment role to administrator is decided by the account, and tried',
  begins: 'released',

  async run(rehearsal) {
    const { account, operator } = rehearsal;
    const open = (who: string) => OPEN_GROUP_ATTEMPTS.map((path) => `${who}: ${path}`);

    const escalation = await rehearsal.step('Every known path to administrator', async (display) => {
      const created = await EscalationPaths.create(account, operator.credentials);
      display.line(`${created.paths.length} paths, ${created.principals.length} principals`);
      return created;
    });
    await rehearsal.step('Decided by the account', async () => {
      const byDocument = await escalation.allowedByDocuments();
      expectEqual(
        'the paths that a document allows',
        byDocument,
        open('cloudformation-execution-identities'),
      );
      const toPrincipals = await escalation.allowedToPrincipals();
      expectEqual('the paths that are allowed to a principal', toPrincipals, open('cfn-exec'));
    });
    await rehearsal.step('Tried by each principal', async () => {
      expectEqual('the paths that succeeded', await escalation.succeeded(), open('cfn-exec'));
    });
  },
};
