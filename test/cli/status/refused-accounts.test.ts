import { showStatus } from '../../../cli/status/show-status';
import { readStatus } from '../../../cli/status/status';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsStub } from '../shared/aws-stub';
import { healthyAccount, stack, STACKS } from '../shared/healthy-account';

const HOME = '111111111111';
const RELEASE = '444444444444';
const role = (account: string) => `arn:aws:iam::${account}:role/cdk-slipway-deploy-role-${account}-eu-west-1`;
const notAssumed = (account: string) =>
  `arn:aws:iam::${HOME}:role/slipway/slipway-pipeline is not authorized to perform AssumeRole on role ${role(account)}`;
const NO_SUCH_ROLE =
  'Resource handler returned message: "Policy contains a statement with one or more invalid principals."';

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  healthyAccount(aws);
  callerIs(HOME);
});
afterAll(() => aws.close());

function callerIs(Account: string): void {
  aws.answers.GetCallerIdentity = () => ({ Account });
}

/** The status of a distribution with its pipeline in one account, and some stages in others. */
async function status(...stages: ('Development' | 'Master' | 'Release')[]): Promise<string> {
  const numbers = { Development: '222222222222', Master: '333333333333', Release: RELEASE };
  const distribution = exampleDistribution({
    source: { repository: 'team/distribution' },
    images: [{ name: 'SampleImage', repository: 'team/sample-image', ownerId: 7, repositoryId: 77 }],
    pipeline: { account: HOME, region: 'eu-west-1' },
    stages: Object.fromEntries(stages.map((name) => [name, { account: numbers[name] }])),
  });
  return showStatus(await readStatus(distribution));
}

/** Has the pipeline's stack stand so, after these reasons of failures; what was before it is over. */
function pipelineStack(StackStatus: string, ...reasons: string[]): void {
  const others = STACKS.filter(({ StackName }) => StackName !== 'PipelineStack');
  aws.answers.DescribeStacks = () => ({ Stacks: [...others, stack('PipelineStack', StackStatus)] });
  const event = (LogicalResourceId: string, ResourceStatus: string, ResourceStatusReason?: string) => ({
    StackId: 'id',
    EventId: 'id',
    StackName: 'PipelineStack',
    Timestamp: '2026-11-24T00:00:00Z',
    LogicalResourceId,
    ResourceStatus,
    ...(ResourceStatusReason && { ResourceStatusReason }),
  });
  aws.answers.DescribeStackEvents = () => ({
    StackEvents: [
      event('PipelineStack', StackStatus),
      ...reasons.map((reason) => event('Pipeline', 'UPDATE_FAILED', reason)),
      event('PipelineStack', 'UPDATE_IN_PROGRESS', 'User Initiated'),
      event('Key', 'CREATE_FAILED', NO_SUCH_ROLE),
    ],
  });
}

test('the status names the one account that is not bootstrapped, where it can be no other', async () => {
  pipelineStack('UPDATE_ROLLBACK_COMPLETE', NO_SUCH_ROLE);
  const said = await status('Release');
  expect(said).toMatch(/^Account 444444444444 \(Release\) is not bootstrapped\..*account 444444444444/m);
  expect(said).toContain('\n  npm run bootstrap -- --profile NAME');
});

test('the status names the accounts of which one is not bootstrapped, where AWS does not say which', async () => {
  pipelineStack('ROLLBACK_COMPLETE', NO_SUCH_ROLE);
  const said = await status('Master', 'Release');
  expect(said).toMatch(
    /^An account is not bootstrapped, one of 333333333333 \(Master\), 444444444444 \(Rel/m,
  );
  expect(said).toMatch(/^PipelineStack is in ROLLBACK_COMPLETE/m);
});

test('the status names an account that is bootstrapped and does not trust that of the pipeline', async () => {
  pipelineStack('UPDATE_ROLLBACK_COMPLETE', notAssumed(RELEASE));
  const said = await status('Master', 'Release');
  expect(said).toContain(
    'Account 444444444444 (Release) is bootstrapped, but does not trust account 111111111111',
  );
  expect(said).not.toMatch(/333333333333/);
});

test('the status says nothing of failures before the last update', async () => {
  pipelineStack('UPDATE_ROLLBACK_COMPLETE', 'something else');
  expect(await status('Release')).toMatch(/No action required/);
});

test('the status names an account that does not let the pipeline in any more', async () => {
  aws.answers.GetPipelineState = () => ({
    stageStates: [
      {
        stageName: 'Release',
        latestExecution: { status: 'Failed', pipelineExecutionId: 'e-1' },
        actionStates: [
          {
            actionName: 'Deploy',
            latestExecution: { status: 'Failed', errorDetails: { message: notAssumed(RELEASE) } },
          },
        ],
      },
    ],
  });
  const said = await status('Master', 'Release');
  expect(said).toMatch(/^Account 444444444444 \(Release\) does not let the pipeline in any more/m);
  expect(said).toMatch(/^The stage Release failed:\n {2}Deploy: arn:aws:iam::111111111111/m);
});

describe('in the account of a stage', () => {
  /** Has the account hold a toolkit that stands so and trusts others. */
  function toolkit(StackStatus: string, trusts: string): void {
    const Parameters = [{ ParameterKey: 'TrustedAccounts', ParameterValue: trusts }];
    aws.answers.DescribeStacks = () => ({
      Stacks: [{ ...stack('SlipwayToolkit', StackStatus), Parameters }],
    });
  }
  beforeEach(() => callerIs(RELEASE));

  test('the status has nothing against a toolkit that trusts the account of the pipeline', async () => {
    toolkit('UPDATE_COMPLETE', `555555555555,${HOME}`);
    expect(await status('Release')).toBe('SlipwayToolkit  UPDATE_COMPLETE\n\nNo action required.');
  });

  test('the status tells no deletion: what is deployed only the account of the pipeline knows', async () => {
    const Parameters = [{ ParameterKey: 'TrustedAccounts', ParameterValue: HOME }];
    aws.answers.DescribeStacks = () => ({
      Stacks: [
        { ...stack('SlipwayToolkit'), Parameters },
        stack('AddedRelease', 'CREATE_COMPLETE', 'slipway'),
      ],
    });
    const said = await status('Release');
    expect(said).toMatch(/^AddedRelease is not made by [^]*approver of account 111111111111/m);
    expect(said).not.toMatch(/is an orphan|delete-stack/);
  });

  test.each([
    ['is not bootstrapped', () => (aws.answers.DescribeStacks = () => ({ Stacks: [] }))],
    ['is not bootstrapped', () => toolkit('ROLLBACK_COMPLETE', HOME)],
    [
      'is bootstrapped, but trusts 555555555555 and not 111111111111',
      () => toolkit('CREATE_COMPLETE', '555555555555'),
    ],
    [
      'is bootstrapped, but trusts no other account and not 111111111111',
      () => toolkit('CREATE_COMPLETE', ''),
    ],
  ])('the status says that it %s', async (what, stand) => {
    stand();
    const said = await status('Development', 'Release');
    expect(said).toContain(`Account 444444444444 (Release), region eu-west-1, ${what}`);
    expect(said).toContain('\n  npm run bootstrap');
  });
});

test('the status rejects an account that the distribution does not know', async () => {
  callerIs('999999999999');
  aws.answers.DescribeStacks = () => ({ Stacks: [] });
  await expect(status('Release')).rejects.toThrow(/no stack PipelineStack/);
});
