import { DistributionInput } from '../../../lib/config';
import { showStatus } from '../../../cli/status/show-status';
import { readStatus } from '../../../cli/status/status';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsRefusal, AwsStub } from '../shared/aws-stub';
import {
  COMMIT,
  healthyAccount,
  pipelineTemplate,
  stack,
  stageStates,
  STACKS,
} from '../shared/healthy-account';

/** A configuration without placeholders. */
const OWN: Partial<DistributionInput> = {
  source: { repository: 'team/distribution' },
  images: [{ name: 'SampleImage', repository: 'team/sample-image', ownerId: 7, repositoryId: 77 }],
};

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => healthyAccount(aws));
afterAll(() => aws.close());

async function status(changes: Partial<DistributionInput> = {}): Promise<string> {
  return showStatus(await readStatus(exampleDistribution({ ...OWN, ...changes })));
}

/** The stacks, some of them in place of those of their names. */
function standing(...changed: ReturnType<typeof stack>[]): void {
  const names = changed.map(({ StackName }) => StackName);
  const Stacks = [...STACKS.filter(({ StackName }) => !names.includes(StackName)), ...changed];
  aws.answers.DescribeStacks = () => ({ Stacks });
}

test('the status shows the stacks of the distribution with their statuses, and that no action is required', async () => {
  const said = await status();
  expect(said).toMatch(/^SampleImageMaster {7}UPDATE_COMPLETE$/m);
  expect(said.split('\n').filter((line) => /_COMPLETE$/.test(line))).toHaveLength(STACKS.length);
  expect(said).toMatch(/\n\nNo action required\.$/);
});

test('the status reads all pages of stacks', async () => {
  aws.answers.DescribeStacks = ({ NextToken }) =>
    NextToken ? { Stacks: STACKS.slice(2) } : { Stacks: STACKS.slice(0, 2), NextToken: 'more' };
  expect(await status()).toMatch(/^SampleImageRelease/m);
});

test('the status says nothing of the stacks of others', async () => {
  standing(stack('Payments', 'ROLLBACK_COMPLETE'), stack('TheirsRelease', 'CREATE_COMPLETE', 'another'));
  const said = await status();
  expect(said).not.toMatch(/Payments|TheirsRelease/);
  expect(said).toMatch(/No action required/);
});

test("the status refuses a PipelineStack that is another app's", async () => {
  standing(stack('PipelineStack', 'CREATE_COMPLETE', 'another'));
  await expect(status()).rejects.toThrow(
    /PipelineStack has no tag slipway:distribution=slipway, expected one: it belongs to another app/,
  );
});

test('the status says that the pipeline is still to be deployed where the bootstrap has made its stack', async () => {
  standing({ ...stack('PipelineStack'), Outputs: [] });
  aws.answers.GetPipelineState = () => {
    throw new AwsRefusal('PipelineNotFoundException', 'there is none');
  };
  expect(await status()).toMatch(
    /^PipelineStack is empty.*\(operator\):\n {2}npx cdk deploy PipelineStack$/m,
  );
});

test.each([
  ['ROLLBACK_COMPLETE', 'delete-stack'],
  ['ROLLBACK_FAILED', 'delete-stack'],
  ['DELETE_FAILED', 'delete-stack'],
  ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
])('the status names a stack in %s, and the command that clears it', async (name, command) => {
  standing(stack('SampleImageMaster', name, 'slipway'));
  const said = await status();
  expect(said).toMatch(new RegExp(`^SampleImageMaster is in ${name}: .*administrator`, 'm'));
  expect(said).toContain(`\n  aws cloudformation ${command} --stack-name SampleImageMaster`);
  expect(said).not.toMatch(/identityProvider|No action required/);
});

test.each(['UPDATE_ROLLBACK_COMPLETE', 'UPDATE_IN_PROGRESS', 'IMPORT_COMPLETE'])(
  'the status has nothing against a stack in %s, which can be updated or will be',
  async (name) => {
    standing(stack('SampleImageMaster', name, 'slipway'));
    expect(await status()).toMatch(/No action required/);
  },
);

test("the status names the setting where GitHub's identity provider could not be made", async () => {
  standing(stack('GitHubIdentityProvider', 'ROLLBACK_COMPLETE'));
  expect(await status()).toMatch(
    /delete-stack --stack-name GitHubIdentityProvider\n.*\n {2}identityProvider: 'existing',/,
  );
});

test('the status names a stack whose image is gone from the configuration', async () => {
  standing(stack('DroppedRelease', 'CREATE_COMPLETE', 'slipway'));
  const said = await status();
  expect(said).toMatch(/^DroppedRelease is an orphan: .*\n {2}retired: true,$/m);
  // It may have been adopted for a commit that is not released.
  expect(said).not.toContain('delete-stack');
  expect(said).not.toMatch(/SampleImage\w+ is an orphan/);
});

test('the status calls no stack an orphan that the deployed pipeline makes, and says that the checkout may be older', async () => {
  standing(stack('AddedDevelopment', 'CREATE_COMPLETE', 'slipway'));
  aws.answers.GetTemplate = () => pipelineTemplate(['SampleImageRelease', 'AddedDevelopment', 'AddedMaster']);
  const said = await status();
  expect(said).toMatch(
    new RegExp(
      `^This checkout is older .* commit ${COMMIT} left it, makes AddedDevelopment, AddedMaster,`,
      'm',
    ),
  );
  expect(said).toContain('\n  git pull');
  expect(said).not.toMatch(/orphan|delete-stack|No action required/);
});

test('the status has nothing against a stack that this checkout makes and the deployed pipeline not yet', async () => {
  aws.answers.GetTemplate = () => pipelineTemplate([]);
  expect(await status()).toMatch(/No action required/);
});

test.each([
  [
    'while a commit is on its way to change the pipeline',
    { Source: { latestExecution: { status: 'Succeeded', pipelineExecutionId: 'e-2' } } },
    '2026-11-24T00:00:00Z',
    /DroppedRelease is made by neither .* UpdatePipeline/,
  ],
  [
    'while the change of the pipeline has failed',
    { UpdatePipeline: { latestExecution: { status: 'Failed', pipelineExecutionId: 'e-1' } } },
    '2026-11-24T00:00:00Z',
    /DroppedRelease is made by neither .* UpdatePipeline/,
  ],
  [
    'that is younger than the last change of the pipeline',
    {},
    '2026-11-26T00:00:00Z',
    /DroppedRelease is made by neither .* by hand/,
  ],
])('the status tells no deletion of a stack %s', async (_when, changed, CreationTime, what) => {
  standing({ ...stack('DroppedRelease', 'CREATE_COMPLETE', 'slipway'), CreationTime });
  aws.answers.GetPipelineState = () => ({ stageStates: stageStates(changed) });
  const said = await status();
  expect(said).toMatch(what);
  expect(said).not.toMatch(/is an orphan|delete-stack/);
});

test('the status tells no deletion where it may not see what the deployed pipeline makes', async () => {
  standing(stack('DroppedRelease', 'CREATE_COMPLETE', 'slipway'));
  delete aws.answers.GetTemplate;
  const said = await status();
  expect(said).toContain(
    'What the deployed pipeline makes cannot be seen: not authorized to perform: GetTemplate',
  );
  expect(said).toMatch(/^DroppedRelease is not made by distribution.config.ts of this checkout/m);
  expect(said).toContain("\n  aws codepipeline get-pipeline --name slipway --query 'pipeline.stages");
  expect(said).not.toMatch(/is an orphan|delete-stack/);
});

test.each([
  ['holds no pipeline', '{}', /holds no AWS::CodePipeline::Pipeline, expected one; deploy/],
  ['is no JSON', 'Resources:', /is no JSON \(.*\), expected it as the CDK CLI writes it; deploy/],
])("the status rejects a template of the pipeline's stack that %s", async (_what, TemplateBody, message) => {
  aws.answers.GetTemplate = () => ({ TemplateBody });
  await expect(status()).rejects.toThrow(message);
});

test('the status names the stack of shared groups once images share none any more', async () => {
  standing(stack('SharedGroupsRelease', 'CREATE_COMPLETE', 'slipway'));
  expect(await status()).toMatch(
    /^SharedGroupsRelease is an orphan: .*members[^]*delete-stack --stack-name SharedGroupsRelease$/m,
  );
  expect(await status({ groups: 'shared' })).toMatch(/No action required/);
  aws.answers.GetTemplate = () => pipelineTemplate(['SharedGroupsRelease']);
  expect(await status()).not.toMatch(/orphan|delete-stack/);
});

test('the status names the stack that goes on telling of findings once nobody is to be told', async () => {
  standing(stack('FindingNoticesRelease', 'CREATE_COMPLETE', 'slipway'));
  expect(await status()).toMatch(
    /^FindingNoticesRelease is an orphan: .*goes on telling[^]*delete-stack --stack-name FindingNoticesRelease$/m,
  );
  const told = {
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Release: { region: 'eu-central-1' } },
    notifications: { emails: ['team@example.com'] },
  };
  expect(await status(told)).not.toMatch(/FindingNoticesRelease is/);
});

test('the status names a connection that is pending', async () => {
  aws.answers.GetConnection = () => ({ Connection: { ConnectionStatus: 'PENDING' } });
  expect(await status()).toMatch(/connection to GitHub is PENDING[^]*\n {2}npm run connect/);
});

/** Lets a stage have failed in one of its actions. */
function failedIn(stageName: string, latestExecution: object): void {
  const failed = {
    latestExecution: { status: 'Failed', pipelineExecutionId: 'e-1' },
    actionStates: [
      { actionName: 'Fine', latestExecution: { status: 'Succeeded', summary: 'well done' } },
      { actionName: 'Wrong', latestExecution: { status: 'Failed', ...latestExecution } },
      { actionName: 'Later' },
    ],
  };
  aws.answers.GetPipelineState = () => ({ stageStates: stageStates({ [stageName]: failed }) });
}

test.each([
  ['its error', { errorDetails: { message: 'not allowed' }, summary: 'less' }, 'not allowed'],
  ['its summary', { summary: 'Not today' }, 'Not today'],
  ['nothing', {}, 'no reason given'],
])(
  'the status names a stage that failed, with %s as the reason, and the command that retries it',
  async (_of, run, why) => {
    failedIn('Master', run);
    const said = await status();
    expect(said).toContain(`The stage Master failed:\n  Wrong: ${why}\nOnce the cause is gone, try again:`);
    expect(said).toMatch(/retry-stage-execution --pipeline-name slipway --stage-name Master .*-id e-1$/m);
    expect(said).not.toMatch(/Fine|stage Source failed/);
  },
);

test('the status says all that it finds', async () => {
  standing(stack('DroppedRelease', 'ROLLBACK_COMPLETE', 'slipway'));
  aws.answers.GetConnection = () => ({ Connection: { ConnectionStatus: 'PENDING' } });
  failedIn('Release', {});
  expect(await status()).toMatch(/PENDING[^]*in ROLLBACK_COMPLETE[^]*an orphan[^]*stage Release failed/);
});

test('the status names the stack of the pipeline itself where that could not be made', async () => {
  standing(stack('PipelineStack', 'ROLLBACK_COMPLETE'));
  delete aws.answers.GetPipelineState;
  delete aws.answers.GetConnection;
  expect(await status()).toMatch(/delete-stack --stack-name PipelineStack/);
});

test('the status rejects an account without the pipeline', async () => {
  aws.answers.DescribeStacks = () => ({ Stacks: [] });
  await expect(status()).rejects.toThrow(/no stack PipelineStack/);
});

test.each(['DescribeStacks', 'GetConnection', 'GetPipelineState'])(
  'the status rejects with what AWS says when %s is refused',
  async (operation) => {
    aws.answers[operation] = () => {
      throw new AwsRefusal('AccessDenied', `you may not ${operation}`);
    };
    await expect(status()).rejects.toThrow(`you may not ${operation}`);
  },
);
