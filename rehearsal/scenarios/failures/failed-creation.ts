import { addImage } from '../../source/changes';
import { revokePermission } from '../../failures/revoke-permission';
import { readRepositories } from '../../observe/repositories';
import { readStackResources } from '../../observe/stacks';
import { toolkitName } from '../../actors/toolkit-name';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

const IMAGE = 'HalfMade';
const STACK = `${IMAGE}Development`;

/** A stack whose first creation fails blocks its own retry until one command clears it. */
export const failedCreation: Scenario = {
  name: 'failed-creation',
  summary:
    'A first creation that fails leaves nothing but a stack in ROLLBACK_COMPLETE, and one command clears it',
  begins: 'released',

  async run(rehearsal) {
    const { account, workTree } = rehearsal;
    const repositories = await readRepositories(account);
    const restore = await revokePermission(
      account,
      toolkitName(account, 'cfn-exec-role'),
      'iam:PutGroupPolicy',
    );

    await addImage(workTree, IMAGE);
    const commit = await rehearsal.push(`Add ${IMAGE}, for which CloudFormation lacks a permission`);
    expectMatch(
      'what Development says',
      await rehearsal.releaseFails(commit),
      /^Development\S* › .*iam:PutGroupPolicy/m,
    );

    expectEqual(`the stack ${STACK}`, (await rehearsal.stacks()).get(STACK)?.status, 'ROLLBACK_COMPLETE');
    expectEqual('the repositories', await readRepositories(account), repositories);
    const left = (await readStackResources(account, STACK)).filter(
      ({ status }) => status !== 'DELETE_COMPLETE',
    );
    expectEqual(`what is left of ${STACK}`, left, []);

    await restore();
    await rehearsal.operator.retry(commit, 'Development');
    const refused = await rehearsal.releaseFails(commit);
    const command = `aws cloudformation delete-stack --stack-name ${STACK}`;
    expectMatch('what the retry says', refused, new RegExp(command));
    expectMatch('what the status says', await rehearsal.operator.status(), new RegExp(command));

    await rehearsal.administrator.deleteStack(STACK);
    await rehearsal.operator.retry(commit, 'Development');
    await rehearsal.releases(commit);
    expectEqual(`the stack ${STACK}`, (await rehearsal.stacks()).get(STACK)?.status, 'CREATE_COMPLETE');
  },
};
