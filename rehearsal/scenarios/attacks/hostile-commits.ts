import distribution from '../../../distribution.config';
import { StageName } from '../../../lib/config';
import { GitHubJob } from '../../actors/github-job';
import { readRegistries } from '../../permissions/registries';
import { Rehearsal } from '../../runner/rehearsal';
import { removeRules } from '../../source/remove-rules';
import { readStackResources } from '../../observe/stacks';
import { expectEqual, expectMatch, Scenario } from '../scenario';
import { PIPELINE_STACK } from '../../../lib/names';

const [IMAGE] = distribution.images;
const DEVELOPMENT = `${IMAGE.name}Development`;

/** What a merged commit could try, each with the rules that find it, and without them. */
export const hostileCommits: Scenario = {
  name: 'hostile-commits',
  summary: 'Commits that reach for the account: what stops each, with and without the rules that find it',
  begins: 'released',

  async run(rehearsal) {
    const good = await rehearsal.source.head();
    await administrator(rehearsal, good);
    await withoutBoundary(rehearsal, good);
    await sourceOfItsOwn(rehearsal, good);
    await trustInEverybody(rehearsal, good);
  },
};

/** AdministratorAccess on a new role: the rules find it, and CloudFormation may attach no policy. */
async function administrator(rehearsal: Rehearsal, good: string): Promise<void> {
  const change = () =>
    rehearsal.workTree.replace(
      'lib/stages/registry-stack.ts',
      "const gitHub = new GitHubRole(this, 'GitHubRole', {",
      `new iam.Role(this, 'Hostile', {
        assumedBy: new iam.AccountRootPrincipal(),
        managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
      });
      const gitHub = new GitHubRole(this, 'GitHubRole', {`,
    );
  await change();
  const found = await rehearsal.releaseFails(await rehearsal.push('An administrator of its own'));
  expectMatch('what Synth says', found, /Build › Synth failed[^]*Slipway-ForeignRights/);

  await removeRules(rehearsal.workTree);
  const refused = await rehearsal.releaseFails(await rehearsal.push('The same, without the rules'));
  expectMatch(
    'what CloudFormation says',
    refused,
    /Development\S* › .* not authorized to perform: iam:AttachRolePolicy/,
  );
  const stacks = await rehearsal.stacks();
  expectEqual(`the stack ${DEVELOPMENT}`, stacks.get(DEVELOPMENT)?.status, 'UPDATE_ROLLBACK_COMPLETE');
  const resources = await readStackResources(rehearsal.account, DEVELOPMENT);
  const left = resources.filter(({ logicalId }) => logicalId.startsWith('Hostile'));
  expectEqual('what is left of the role', left, []);
  await rehearsal.source.restore(good);
}

/** The boundary taken off every role: the rules find it, and CloudFormation may take none off. */
async function withoutBoundary(rehearsal: Rehearsal, good: string): Promise<void> {
  const file = 'lib/least-privilege/least-privilege.ts';
  await rehearsal.workTree.replace(file, /^.*node\.permissionsBoundary = .*$/m, '');
  await rehearsal.workTree.replace(file, /^import \{ permissionsBoundaryArn \}.*$/m, '');
  const found = await rehearsal.releaseFails(await rehearsal.push('Roles without a boundary'));
  expectMatch('what Synth says', found, /Build › Synth failed[^]*Slipway-PermissionsBoundary/);

  await removeRules(rehearsal.workTree);
  const refused = await rehearsal.releaseFails(await rehearsal.push('The same, without the rules'));
  expectMatch(
    'what CloudFormation says',
    refused,
    /UpdatePipeline › SelfMutate failed[^]*not authorized to perform: iam:DeleteRolePermissionsBoundary/,
  );
  const stacks = await rehearsal.stacks();
  expectEqual(PIPELINE_STACK, stacks.get(PIPELINE_STACK)?.status, 'UPDATE_ROLLBACK_COMPLETE');
  await rehearsal.source.restore(good);
}

/** A build of another repository, with whatever credentials for GitHub the account has: CloudFormation may make none. */
async function sourceOfItsOwn(rehearsal: Rehearsal, good: string): Promise<void> {
  await rehearsal.workTree.replace(
    'lib/pipeline/pipeline-stack.ts',
    '    nameRoles(pipeline, name);',
    `    nameRoles(pipeline, name);
    const project = pipeline.synthProject.node.defaultChild as codebuild.CfnProject;
    project.source = { type: 'GITHUB', location: 'https://github.com/somebody-else/private' };`,
  );
  const refused = await rehearsal.releaseFails(await rehearsal.push('A build of another repository'));
  expectMatch(
    'what CloudFormation says',
    refused,
    /UpdatePipeline › SelfMutate failed[^]*not authorized to perform: codebuild:UpdateProject/,
  );
  await rehearsal.source.restore(good);
}

/** Trust in every repository of GitHub: only the rules find it. Without them review is all there is. */
async function trustInEverybody(rehearsal: Rehearsal, good: string): Promise<void> {
  const stranger = 'repo:somebody-else/anything:ref:refs/heads/main';
  await rehearsal.workTree.replace('lib/constructs/github-role.ts', 'StringEquals: {', 'StringLike: {');
  await rehearsal.workTree.replace('lib/constructs/github-role.ts', '[...props.subjects]', "['repo:*']");
  const found = await rehearsal.releaseFails(await rehearsal.push('Trust in all of GitHub'));
  expectMatch('what Synth says', found, /Build › Synth failed[^]*Slipway-WebIdentityTrust/);

  await removeRules(rehearsal.workTree);
  await rehearsal.reject(await rehearsal.push('The same, without the rules'));
  expectEqual('a stranger in Development', await isTrusted(rehearsal, stranger, 'Development'), true);
  expectEqual('a stranger in Release', await isTrusted(rehearsal, stranger, 'Release'), false);

  await rehearsal.source.restore(good);
  const { status } = await rehearsal.release(await rehearsal.push('Take it back'));
  expectEqual('the status of taking it back', status, 'Succeeded');
  expectEqual('a stranger afterwards', await isTrusted(rehearsal, stranger, 'Development'), false);
}

/** Whether a GitHub job with this subject gets the push role of the image in a stage. */
async function isTrusted({ account }: Rehearsal, sub: string, stageName: StageName): Promise<boolean> {
  const registries = await readRegistries(account);
  const role = registries.find((registry) => registry.stageName === stageName)?.identities.GitHub ?? '';
  return new GitHubJob(account, { sub }).mayAssume(role);
}
