import { showStatus } from '../../../cli/status/show-status';
import { readStatus } from '../../../cli/status/status';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsStub } from '../shared/aws-stub';
import {
  COMMIT,
  healthyAccount,
  pipelineTemplate,
  stack,
  stageStates,
  STACKS,
} from '../shared/healthy-account';

/** 2026-11-25 06:30 UTC, as the API writes it. */
const SINCE = Date.UTC(2026, 10, 25, 6, 30) / 1000;

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  healthyAccount(aws);
  const latestExecution = { status: 'InProgress', token: 'a-token', lastStatusChange: SINCE };
  aws.answers.GetPipelineState = () => ({
    stageStates: stageStates({
      Release: {
        latestExecution: { status: 'InProgress', pipelineExecutionId: 'e-1' },
        actionStates: [
          { actionName: 'Approve', latestExecution },
          { actionName: 'SampleImage', latestExecution: { status: 'Succeeded' } },
        ],
      },
    }),
  });
});
afterAll(() => aws.close());

const distribution = exampleDistribution({
  source: { repository: 'a-fork/of-it' },
  images: [{ name: 'SampleImage', repository: 'team/sample-image', ownerId: 7, repositoryId: 77 }],
});
const report = () => readStatus(distribution);

test('the status says which commit waits for an approval, since when, until when, and how it is answered', async () => {
  expect(showStatus(await report())).toMatch(
    new RegExp(
      [
        `^Commit ${COMMIT} waits for an approval before Release since 2026-11-25 06:30 UTC. Without an answer it fails on 2026-12-02 06:30 UTC. See what it is:`,
        `  https://github.com/team/distribution/commit/${COMMIT}`,
        'See what it changes, and approve or reject it at a terminal \\(approver\\):',
        '  npm run approve',
        'Approve or reject it in the console \\(approver\\):',
        '  https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/slipway/view\\?region=eu-west-1',
        'Approve or reject it on the command line.* \\(approver\\):',
        '  aws codepipeline put-approval-result --pipeline-name slipway --stage-name Release --action-name Approve --token a-token --result status=Approved,summary=WHY$',
      ].join('\n'),
      'm',
    ),
  );
  expect(showStatus(await report())).not.toMatch(/No action required/);
});

test('the report has the approval as data', async () => {
  expect((await report()).approvals).toMatchObject([
    { stageName: 'Release', actionName: 'Approve', token: 'a-token', commit: COMMIT },
  ]);
});

test("an approval waits as long as the pipeline's stack says", async () => {
  aws.answers.GetTemplate = () => pipelineTemplate([], { TimeoutInMinutes: 90 });
  expect(showStatus(await report())).toContain('Without an answer it fails on 2026-11-25 08:00 UTC');
});

test('an approval is said without what the caller may not see', async () => {
  delete aws.answers.GetTemplate;
  delete aws.answers.GetPipelineExecution;
  const said = showStatus(await report());
  expect(said).toMatch(
    /^A commit waits for an approval before Release since 2026-11-25 06:30 UTC\. See what it changes/m,
  );
  expect(said).toContain(
    'The commit that waits cannot be seen: not authorized to perform: GetPipelineExecution',
  );
  expect(said).toContain('The commits that are live cannot be seen');
});

test.each([
  ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/codesuite/'],
  ['aws-us-gov', 'us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/codesuite/'],
  ['aws-eusc', 'eusc-de-east-1', 'https://eusc-de-east-1.console.amazonaws-eusc.eu/codesuite/'],
  ['aws-iso', 'us-iso-east-1', undefined],
])('an approval in %s is answered in the console of that partition', async (partition, region, page) => {
  const StackId = `arn:${partition}:cloudformation:${region}:123456789012:stack/PipelineStack/an-id`;
  const Stacks = [...STACKS.slice(2), { ...stack('PipelineStack'), StackId }];
  aws.answers.DescribeStacks = () => ({ Stacks });
  const [{ answerPage }] = (await report()).approvals;
  expect(answerPage?.startsWith(page ?? '')).toBe(page === undefined ? undefined : true);
});
