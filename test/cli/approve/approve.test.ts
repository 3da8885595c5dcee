import { answerApproval, assertSummary, readApproval } from '../../../cli/approve/approve';
import { runApprove } from '../../../cli/approve/run-approve';
import { showApproval } from '../../../cli/shared/approval/show-approval';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsRefusal, AwsStub } from '../shared/aws-stub';
import { healthyAccount, stageStates } from '../shared/healthy-account';

const QUESTION = 'NARROWED: Release: End users lose Read. Release commit 1111 of 2026-11-25?';
const LINK = 'https://eu-west-1.console.aws.amazon.com/a-build';
const LOG = [
  '[Container] Running command node review/lib/review.cjs',
  '===== Review of the release',
  'https://github.com/team/distribution/commit/1111',
  '',
  'Changes: 1 narrowed.',
  '===== End of the review',
  '[Container] Phase complete: BUILD',
];

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  healthyAccount(aws);
  waits('a-token', 'e-2');
  aws.answers.ListActionExecutions = () => ({
    actionExecutionDetails: [
      action('Approve', 'Approval', 'Manual', 'InProgress', {
        input: { resolvedConfiguration: { CustomData: QUESTION, ExternalEntityLink: LINK } },
      }),
      action('Review', 'Build', 'CodeBuild', 'Succeeded', {
        output: { executionResult: { externalExecutionId: 'slipway-review:0a1b' } },
      }),
    ],
  });
  aws.answers.GetLogEvents = ({ nextToken }) => ({
    events: nextToken ? [] : LOG.map((message) => ({ message })),
    nextForwardToken: 'the-end',
  });
  aws.answers.PutApprovalResult = () => ({ approvedAt: 1 });
  aws.answers.GetCallerIdentity = () => ({
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:user/approver',
  });
});
afterAll(() => aws.close());

function waits(token: string, pipelineExecutionId: string): void {
  aws.answers.GetPipelineState = () => ({
    stageStates: stageStates({
      Release: {
        latestExecution: { status: 'InProgress', pipelineExecutionId },
        actionStates: [{ actionName: 'Approve', latestExecution: { status: 'InProgress', token } }],
      },
    }),
  });
}

function nothingWaits(): void {
  aws.answers.GetPipelineState = () => ({ stageStates: stageStates() });
}

function action(
  actionName: string,
  category: string,
  provider: string,
  status: string,
  { input = {}, output = {} }: { input?: object; output?: object },
) {
  const actionTypeId = { category, owner: 'AWS', provider, version: '1' };
  const ids = { pipelineExecutionId: 'e-2', actionExecutionId: `a-${actionName}`, stageName: 'Release' };
  return { ...ids, actionName, status, input: { actionTypeId, ...input }, output };
}

const distribution = exampleDistribution();

/** What the command says at a terminal. */
async function said(options: object): Promise<string> {
  const lines: string[] = [];
  await runApprove(distribution, options, (text) => lines.push(text));
  return lines.join('\n');
}

/** What the account was asked to do, not to show. */
const answers = () => aws.calls.filter(({ operation }) => operation === 'PutApprovalResult');

test('the whole review is shown, then what changes in a line, and where both are', async () => {
  expect(showApproval(await readApproval(distribution))).toBe(
    ['https://github.com/team/distribution/commit/1111', '', 'Changes: 1 narrowed.', '', QUESTION, LINK].join(
      '\n',
    ),
  );
});

test('the review is read in the log of the build that came before the approval', async () => {
  await readApproval(distribution);
  const [first] = aws.calls.filter(({ operation }) => operation === 'GetLogEvents');
  expect(first.request).toMatchObject({
    logGroupName: '/aws/codebuild/slipway-review',
    logStreamName: '0a1b',
    startFromHead: true,
  });
});

test('the review is found where several of its lines are one event of the log', async () => {
  aws.answers.GetLogEvents = () => ({ events: [{ message: `${LOG.join('\n')}\n` }] });
  expect((await readApproval(distribution)).review).toMatch(/^https:.+\n\nChanges: 1 narrowed\.$/);
});

test.each([
  { why: 'the log may not be read', answer: () => refuse('AccessDeniedException', 'no logs for you') },
  { why: 'the log holds none', answer: () => ({ events: [], nextForwardToken: undefined }) },
])('the question is asked all the same where $why, which is said', async ({ answer }) => {
  aws.answers.GetLogEvents = answer;
  expect(await said({ yes: true })).toMatch(/^The whole review could not be read \(.+\)\.\n\nNARROWED/);
});

test('what a commit has written into its review moves no cursor and hides nothing', () => {
  const text = showApproval({ question: 'a\u001b[2Jb\u202ec', link: 'l\u0007', review: 'one\ntwo\r' });
  expect(text).toBe('one\ntwo \n\nab c\nl ');
});

test.each([
  { options: { yes: true }, status: 'Approved', summary: 'Approved by npm run approve' },
  {
    options: { yes: true, reject: true, summary: 'not before Monday' },
    status: 'Rejected',
    summary: 'not before Monday',
  },
])('$status is put with the token of what was shown', async ({ options, status, summary }) => {
  expect(await said(options)).toMatch(new RegExp(`${status}\\.$`));
  expect(answers().map(({ request }) => request)).toEqual([
    {
      pipelineName: 'slipway',
      stageName: 'Release',
      actionName: 'Approve',
      token: 'a-token',
      result: { status, summary },
    },
  ]);
});

test('a summary is refused before anything is asked, if it is longer than AWS takes or says nothing', async () => {
  expect(() => assertSummary('x'.repeat(512))).not.toThrow();
  await expect(said({ yes: true, summary: 'x'.repeat(513) })).rejects.toThrow(
    'the summary has 513 characters, expected 512 at most: say it shorter',
  );
  await expect(said({ yes: true, summary: ' ' })).rejects.toThrow(/summary is empty/);
  expect(aws.calls).toEqual([]);
});

test('nothing that waits is said, and nothing answered', async () => {
  nothingWaits();
  await expect(said({ yes: true })).rejects.toThrow(/^Nothing waits for an approval\.$/);
  expect(answers()).toEqual([]);
});

describe('an answer that comes too late says that it was not taken', () => {
  const late = async (code: string, meanwhile: () => void) => {
    const approval = await readApproval(distribution);
    meanwhile();
    aws.answers.PutApprovalResult = () => refuse(code, 'whatever AWS says');
    return answerApproval(distribution, approval, { status: 'Approved', summary: 'why' });
  };

  test('after somebody else’s', async () => {
    await expect(late('ApprovalAlreadyCompletedException', nothingWaits)).rejects.toThrow(
      /^Somebody else has answered meanwhile/,
    );
  });

  test('where nothing waits any more', async () => {
    await expect(late('InvalidApprovalTokenException', nothingWaits)).rejects.toThrow(
      /^This approval waits no longer/,
    );
  });

  test('where something newer waits, which was not shown', async () => {
    await expect(late('InvalidApprovalTokenException', () => waits('another', 'e-3'))).rejects.toThrow(
      /^Something newer waits for an approval by now/,
    );
  });
});

test('credentials of another account are refused, with both accounts', async () => {
  const elsewhere = exampleDistribution({ pipeline: { account: '999999999999', region: 'eu-west-1' } });
  await expect(readApproval(elsewhere)).rejects.toThrow(
    /these credentials are of account \d{12}, expected those of the pipeline's, 999999999999: say --profile NAME/,
  );
});

test('a pipeline that is not in the account is said, with where it was looked for', async () => {
  aws.answers.GetPipelineState = () => refuse('PipelineNotFoundException', 'no such pipeline');
  await expect(readApproval(distribution)).rejects.toThrow(
    /no such pipeline in account \d{12}, region eu-west-1/,
  );
});

test('who may not answer hears which permission is missing', async () => {
  const arn = 'arn:aws:codepipeline:eu-west-1:123456789012:slipway/Release/Approve';
  aws.answers.PutApprovalResult = () =>
    refuse(
      'AccessDeniedException',
      `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: codepipeline:PutApprovalResult on resource: ${arn} because no identity-based policy allows the codepipeline:PutApprovalResult action`,
    );
  await expect(said({ yes: true })).rejects.toThrow(
    `lacks the permission codepipeline:PutApprovalResult on ${arn}, which approvers have`,
  );
});

function refuse(code: string, message: string): never {
  throw new AwsRefusal(code, message);
}
