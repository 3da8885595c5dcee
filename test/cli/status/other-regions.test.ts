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

/** What stacks there are in the other region, and in whose account the caller is. */
function standing({ there, Account = HOME }: { there: readonly object[]; Account?: string }): void {
  aws.answers.GetCallerIdentity = () => ({ Account, Arn: `arn:aws:iam::${Account}:root` });
  aws.answers.DescribeStacks = () => ({
    Stacks: aws.calls.at(-1)?.region === 'eu-central-1' ? there : HERE,
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

test('the status names the account of a region whose role the key of that region cannot name', async () => {
  aws.answers.DescribeStackEvents = () => ({
    StackEvents: [
      {
        StackId: 'id',
        EventId: 'id',
        StackName: SUPPORT,
        Timestamp: '2026-11-24T00:00:00Z',
        LogicalResourceId: 'Key',
        ResourceStatus: 'UPDATE_FAILED',
        ResourceStatusReason: 'Policy contains a statement with one or more invalid principals.',
      },
    ],
  });
  const distribution = spread({
    Master: { account: '333333333333' },
    Release: { account: '444444444444', region: 'eu-central-1' },
  });
  standing({ there: [stack(SUPPORT, 'UPDATE_ROLLBACK_COMPLETE', 'slipway')] });
  const said = showStatus(await readStatus(distribution));
  expect(said).toMatch(/^Account 444444444444 \(Release\) is not bootstrapped\./m);
  expect(said).not.toContain('333333333333');
  const asked = aws.calls.filter(({ operation }) => operation === 'DescribeStackEvents');
  expect(asked.map(({ region }) => region)).toEqual(['eu-central-1']);
});
