import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { Environment, environmentsOf } from '../../cli/bootstrap/settings/environments';
import { documentsFor, managedPolicy } from '../../cli/bootstrap/toolkit/policy-documents';
import { TopicSubscriber } from '../../emulators/account/clients/topic-subscriber';
import { LocalAccount } from '../../emulators/account/local-account';
import { STAGE_NAMES, StageName } from '../../lib/config';
import { findingNoticesStack, repositoryName, topicName } from '../../lib/names';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { tellOfScan } from '../../rehearsal/actors/image-scanner';
import { newAccountNumber, openAccount, START_TIMEOUT } from '../emulators/account/support/open-account';
import { policyOf, trust } from '../emulators/account/support/policy';
import { Template, TestStack } from '../emulators/account/support/test-stack';
import { exampleApp } from '../lib/example-app';
import { exampleDistribution } from '../lib/example-distribution';

const HOME = { account: newAccountNumber(), region: 'eu-west-1' };
const REGION = 'eu-central-1';

/** Master in another region of the pipeline's account, Release in another account. */
const DISTRIBUTION = exampleDistribution({
  pipeline: HOME,
  stages: { Master: { region: REGION }, Release: { account: newAccountNumber(), region: REGION } },
  notifications: { emails: ['team@example.com'] },
});
const TAGS = [{ Key: 'slipway:distribution', Value: 'slipway' }];

const app = exampleApp();
new PipelineStack(app, 'PipelineStack', { distribution: DISTRIBUTION });
const templates = new Map(
  app
    .synth()
    .nestedAssemblies.flatMap(({ nestedAssembly }) => nestedAssembly.stacks)
    .map(({ stackName, template }) => [stackName, template as Template]),
);

const roles = new Map<StageName, string>();
const made = new Map<StageName, TestStack>();
const heard = new Map<StageName, TopicSubscriber>();

let home: LocalAccount;

const placeOf = (stage: StageName) => {
  const { account = HOME.account, region = HOME.region } = DISTRIBUTION.stages[stage];
  return (account === HOME.account ? home : home.another(account)).in(region);
};

/** The stack that tells of a stage's findings, and the role under which CloudFormation works there. */
const stackOf = (stage: StageName) =>
  new TestStack(placeOf(stage), undefined, findingNoticesStack(stage), TAGS);

/** CloudFormation's role, with what the bootstrap gives it in one environment. */
async function makeExecutionRole(stage: StageName, isBootstrapped: (document: string) => boolean) {
  const place = placeOf(stage);
  const all = environmentsOf(DISTRIBUTION, HOME);
  const { accountId, region } = place;
  const isThere = (one: Environment) => one.account === accountId && one.region === region;
  const [environment] = all.filter(isThere);
  const iam = new IAMClient(place.sdk());
  const RoleName = `execution-${stage}-${roles.size}`;
  const policy = JSON.stringify(trust({ Service: 'cloudformation.amazonaws.com' }));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy }));
  const statements = documentsFor(environment, all)
    .filter(isBootstrapped)
    .map((document) => managedPolicy(document, environment, DISTRIBUTION, all))
    .filter(({ isOfExecution }) => isOfExecution)
    .flatMap(({ content }) => content.Statement);
  const PolicyDocument = JSON.stringify(policyOf(...statements));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: RoleName, PolicyDocument }));
  return Role?.Arn ?? '';
}

beforeAll(async () => {
  home = await openAccount(undefined, HOME.account);
  for (const stage of ['Master', 'Release'] as const) {
    const version = {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/cdk-bootstrap/slipway/version', Type: 'String', Value: '30' },
    };
    await new TestStack(placeOf(stage)).make({ Resources: { Version: version } });
    roles.set(stage, await makeExecutionRole(stage, () => true));
  }
}, START_TIMEOUT);
afterAll(async () => {
  for (const subscriber of heard.values()) await subscriber.close();
});

test.each(['Master', 'Release'] as const)(
  'what tells of findings in %s is made with what the bootstrap gives CloudFormation there, and not without',
  async (stage) => {
    const template = templates.get(findingNoticesStack(stage))!;
    const before = await makeExecutionRole(stage, (document) => !document.endsWith('findings'));
    const early = stackOf(stage);
    expect(await early.create(template, before)).toMatch(/^ROLLBACK_/);
    expect(await early.failures()).toMatch(/not authorized to perform: sns:CreateTopic/);
    expect(await early.delete()).toBe('DELETE_COMPLETE');

    const stack = stackOf(stage);
    const status = await stack.create(template, roles.get(stage));
    expect([status, await stack.failures()]).toEqual(['CREATE_COMPLETE', '']);
    made.set(stage, stack);
    const { accountId, region } = placeOf(stage);
    const topicArn = `arn:aws:sns:${region}:${accountId}:${topicName('slipway', stage)}`;
    heard.set(stage, await TopicSubscriber.subscribe(placeOf(stage), topicArn));
  },
);

test('each tells of the scans in its own account and region, of its own stage, once each', async () => {
  const scan = (at: StageName, of: StageName, findings: Readonly<Record<string, number>>) =>
    tellOfScan(placeOf(at), repositoryName('slipway', DISTRIBUTION.images[0], of), findings);
  // Repositories of such names where those stages are not, and what is not serious.
  for (const at of STAGE_NAMES)
    for (const of of STAGE_NAMES.filter((name) => name !== at)) await scan(at, of, { CRITICAL: 9 });
  await scan('Release', 'Release', { MEDIUM: 5 });
  await scan('Master', 'Master', { HIGH: 3 });
  await scan('Release', 'Release', { CRITICAL: 2, HIGH: 4 });

  const { accountId } = placeOf('Release');
  const expected = {
    Master: `3 high vulnerabilities, and none that is critical, in slipway/sample-image/master, image sha256:\\w+, tags \\[1\\.0\\.0\\]\\. All findings are in Amazon ECR, account ${HOME.account}, region ${REGION}\\.`,
    Release: `2 critical vulnerabilities in slipway/sample-image/release, .*, account ${accountId}, region ${REGION}\\.`,
  };
  for (const stage of ['Master', 'Release'] as const) {
    await heard.get(stage)?.hears(new RegExp(`A scan found ${expected[stage]}`));
    expect(heard.get(stage)?.received).toHaveLength(1);
  }
});

test.each(['Master', 'Release'] as const)('what tells of findings in %s is deleted whole', async (stage) => {
  expect(await made.get(stage)?.delete(roles.get(stage))).toBe('DELETE_COMPLETE');
  // Nothing of its names is left.
  const template = templates.get(findingNoticesStack(stage))!;
  expect(await stackOf(stage).create(template, roles.get(stage))).toBe('CREATE_COMPLETE');
});
