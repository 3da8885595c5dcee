import distribution from '../../../distribution.config';
import { StageName } from '../../../lib/config';
import { PIPELINE_STACK, registryStack } from '../../../lib/names';
import { GitHubJob } from '../../actors/github-job';
import { readStackResources } from '../../observe/stacks';
import { readRegistries } from '../../permissions/registries';
import { Rehearsal } from '../../runner/rehearsal';
import * as hostile from '../../source/hostile-changes';
import { expectEqual, expectMatch } from '../../observe/expect';
import { expectPushToFail, Scenario } from '../scenario';

const DEVELOPMENT = registryStack(distribution.images[0].name, 'Development');
const STRANGER = 'repo:stranger/anything:ref:refs/heads/main';

/** What a merged commit could try, each with the rules that find it, and without them. */
export const hostileCommits: Scenario = {
  name: 'hostile-commits',
  summary: 'Commits that reach for the account: what stops each, with and without the rules that find it',
  begins: 'released',

  async run(rehearsal) {
    const { account, approver, source, workTree } = rehearsal;
    const good = await source.head();
    const fails = (message: string, expected: RegExp) => expectPushToFail(rehearsal, message, expected);
    const status = async (stack: string) => (await rehearsal.stacks()).get(stack)?.status;

    // AdministratorAccess on a new role: the rules find it, and CloudFormation may attach no policy.
    await hostile.addAdministrator(workTree);
    await fails('An administrator of its own', /Build › Synth failed[^]*Slipway-ForeignRights/);
    await hostile.removeRules(workTree);
    const noPolicy = /Development\S* › .* not authorized to perform: iam:AttachRolePolicy/;
    await fails('The same, without the rules', noPolicy);
    expectEqual(`the stack ${DEVELOPMENT}`, await status(DEVELOPMENT), 'UPDATE_ROLLBACK_COMPLETE');
    const resources = await readStackResources(account, DEVELOPMENT);
    const left = resources.filter(({ logicalId }) => logicalId.startsWith('Hostile'));
    expectEqual('what is left of the role', left, []);
    await source.restore(good);

    // The boundary taken off every role: the rules find it, and CloudFormation may take none off.
    await hostile.removeBoundary(workTree);
    await fails('Roles without a boundary', /Build › Synth failed[^]*Slipway-PermissionsBoundary/);
    await hostile.removeRules(workTree);
    await fails('The same, without the rules', selfMutationLacks('iam:DeleteRolePermissionsBoundary'));
    expectEqual(PIPELINE_STACK, await status(PIPELINE_STACK), 'UPDATE_ROLLBACK_COMPLETE');
    await source.restore(good);

    // A build of another repository: CloudFormation may make none.
    await hostile.buildAnotherRepository(workTree);
    await fails('A build of another repository', selfMutationLacks('codebuild:UpdateProject'));
    await source.restore(good);

    // Trust in every repository of GitHub: only the rules find it. Without them its review is all there is.
    await hostile.trustAllRepositories(workTree);
    await fails('Trust in all of GitHub', /Build › Synth failed[^]*Slipway-WebIdentityTrust/);
    await hostile.removeRules(workTree);
    const asked = await rehearsal.untilApproval(await rehearsal.push('The same, without the rules'));
    expectMatch(
      'what is asked',
      asked.question,
      /^WIDENED: Release: GitHub jobs with a subject like repo:\* may assume the push role of /,
    );
    await approver.answer(asked, 'Rejected');
    await rehearsal.expectEnd(asked.executionId, 'Failed');
    expectEqual('a stranger in Development', await isTrusted(rehearsal, 'Development'), true);
    expectEqual('a stranger in Release', await isTrusted(rehearsal, 'Release'), false);
    await source.restore(good);
    const back = await rehearsal.release(await rehearsal.push('Take it back'));
    expectEqual('the status of taking it back', back.status, 'Succeeded');
    expectEqual('a stranger afterwards', await isTrusted(rehearsal, 'Development'), false);
  },
};

function selfMutationLacks(action: string): RegExp {
  return new RegExp(`UpdatePipeline › SelfMutate failed[^]*not authorized to perform: ${action}`);
}

/** Whether a job of a stranger's repository gets the push role of an image in a stage. */
async function isTrusted({ account }: Rehearsal, stageName: StageName): Promise<boolean> {
  const registries = await readRegistries(account);
  const role = registries.find((registry) => registry.stageName === stageName)?.identities.GitHub ?? '';
  return new GitHubJob(account, { sub: STRANGER }).mayAssume(role);
}
