import { showStatus } from '../../../cli/status/show-status';
import { readStatus } from '../../../cli/status/status';
import { DistributionInput } from '../../../lib/config';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsStub } from '../shared/aws-stub';
import { healthyAccount, stack, STACKS } from '../shared/healthy-account';

const HOME = '111111111111';
const HERE = STACKS.filter(({ StackName }) => StackName !== 'SampleImageRelease');

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => healthyAccount(aws));
afterAll(() => aws.close());

const SUPPORT = 'PipelineStack-support-eu-central-1';

/** A distribution that is spread. */
function spread(stages: DistributionInput['stages']) {
  return exampleDistribution({
    source: { repository: 'team/distribution' },
    images: [{ name: 'SampleImage', repository: 'team/sample-image', ownerId: 7, repositoryId: 77 }],
    pipeline: { account: HOME, region: 'eu-west-1' },
    stages,
  });
}

interface Standing {
  readonly here?: readonly object[];
  readonly there: readonly object[];
  readonly Account?: string;
}

/** What stacks there are in each region, and in whose account the caller is. */
function standing({ here = HERE, there, Account = HOME }: Standing): void {
  aws.answers.GetCallerIdentity = () => ({ Account, Arn: `arn:aws:iam::${Account}:root` });
  aws.answers.DescribeStacks = () => ({
    Stacks: aws.calls.at(-1)?.region === 'eu-central-1' ? there : here,
  });
}

/**
 * The status of a distribution whose Release is in another region.
 *
 * @param releaseStatus In what state its stack is.
 * @param Account Account of Release, and of the caller.
 */
async function status(releaseStatus: string, Account = HOME): Promise<string> {
  const release = stack('SampleImageRelease', releaseStatus, 'slipway');
  const others = [stack('SlipwayToolkit'), stack(SUPPORT, 'CREATE_COMPLETE', 'slipway')];
  standing({ there: [...others, release, stack('Payments', 'ROLLBACK_COMPLETE')], Account });
  return showStatus(await readStatus(spread({ Release: { account: Account, region: 'eu-central-1' } })));
}

test('the status shows the stacks of other regions too, each with its region', async () => {
  const said = await status('CREATE_COMPLETE');
  expect(said).toMatch(/^SampleImageRelease +CREATE_COMPLETE +eu-central-1$/m);
  expect(said).toMatch(/^PipelineStack-support-eu-central-1 +CREATE_COMPLETE +eu-central-1$/m);
  expect(said).toMatch(/^SampleImageMaster +UPDATE_COMPLETE$/m);
  expect(said).not.toContain('Payments');
  expect(said).toMatch(/\n\nNo action required\.$/);
});

test('the status names the region in the command for a stack of another region', async () => {
  expect(await status('ROLLBACK_COMPLETE')).toMatch(
    /^ {2}aws cloudformation delete-stack --stack-name SampleImageRelease --region eu-central-1$/m,
  );
});

test('the status of an account of a stage names the region too, where the caller is in another', async () => {
  const said = await status('ROLLBACK_COMPLETE', '222222222222');
  expect(said).toMatch(/^SampleImageRelease +ROLLBACK_COMPLETE +eu-central-1$/m);
  expect(said).toMatch(/delete-stack --stack-name SampleImageRelease --region eu-central-1$/m);
});

test.each([
  { region: 'eu-central-1', named: '444444444444 (Release)', other: '333333333333' },
  { region: 'eu-west-1', named: '333333333333 (Master)', other: '444444444444' },
])(
  'the status names the account whose role the key of its own region, $region, cannot name',
  async ({ region, named, other }) => {
    const isThere = region === 'eu-central-1';
    aws.answers.DescribeStackEvents = () => ({
      StackEvents: [
        {
          StackId: 'id',
          EventId: 'id',
          StackName: isThere ? SUPPORT : 'PipelineStack',
          Timestamp: '2026-11-24T00:00:00Z',
          LogicalResourceId: 'Key',
          ResourceStatus: 'UPDATE_FAILED',
          ResourceStatusReason: 'Policy contains a statement with one or more invalid principals.',
        },
      ],
    });
    const failed = 'UPDATE_ROLLBACK_COMPLETE';
    standing({
      here: isThere ? HERE : [stack('PipelineStack', failed, 'slipway')],
      there: [stack(SUPPORT, isThere ? failed : 'CREATE_COMPLETE', 'slipway')],
    });
    const distribution = spread({
      Master: { account: '333333333333' },
      Release: { account: '444444444444', region: 'eu-central-1' },
    });
    const said = showStatus(await readStatus(distribution));
    expect(said).toContain(`Account ${named} is not bootstrapped.`);
    expect(said).not.toContain(other);
    const asked = aws.calls.filter(({ operation }) => operation === 'DescribeStackEvents');
    expect(asked.map((call) => call.region)).toEqual([region]);
  },
);

test.each([
  { created: 'before', CreationTime: '2026-11-23T00:00:00Z', isDeleted: true },
  { created: 'after', CreationTime: '2099-01-01T00:00:00Z', isDeleted: false },
])(
  'of groups in another region that are no longer shared, created $created the last change, the deletion is told: $isDeleted',
  async ({ CreationTime, isDeleted }) => {
    const dropped = { ...stack('SharedGroupsRelease', 'CREATE_COMPLETE', 'slipway'), CreationTime };
    standing({ there: [stack('SampleImageRelease', 'CREATE_COMPLETE', 'slipway'), dropped] });
    const said = showStatus(await readStatus(spread({ Release: { region: 'eu-central-1' } })));
    expect(said).toContain('SharedGroupsRelease is ');
    const deletion = 'delete-stack --stack-name SharedGroupsRelease';
    expect(said.includes(deletion)).toBe(isDeleted);
    expect(said.includes(`${deletion} --region eu-central-1`)).toBe(isDeleted);
  },
);
