import { connect } from '../../../cli/connect/connect';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsRefusal, AwsStub } from '../shared/aws-stub';
import { CONNECTION, healthyAccount, stack } from '../shared/healthy-account';

const distribution = exampleDistribution();
let aws: AwsStub;

/** What is printed, as it comes. */
let printed: string[];
const print = (text: string) => void printed.push(text);

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  healthyAccount(aws);
  printed = [];
});
afterAll(() => aws.close());

/** Lets the connection have one status after the other; the last one stays. */
function statuses(...names: string[]): void {
  let asked = 0;
  aws.answers.GetConnection = () => {
    return { Connection: { ConnectionStatus: names[Math.min(asked++, names.length - 1)] } };
  };
}

function started(): unknown[] {
  return aws.calls
    .filter(({ operation }) => operation === 'StartPipelineExecution')
    .map(({ request }) => request.name);
}

test('an available connection starts the pipeline at once', async () => {
  await connect(distribution, print);
  expect(started()).toEqual(['slipway']);
  expect(printed.join('\n')).toMatch(/Started the pipeline slipway with the head of master: execution e-1/);
  expect(printed.join('\n')).not.toMatch(/Waiting/);
});

test('a pending connection is linked to and waited for, and starts the pipeline once', async () => {
  statuses('PENDING', 'PENDING', 'AVAILABLE');
  await connect(distribution, print);
  expect(printed.join('\n')).toMatch(
    /settings\/connections\/0a1b2c3d[^]*Waiting for it[^]*Started the pipeline/,
  );
  expect(started()).toEqual(['slipway']);
});

test('connect names the connection where the stack has no link to it', async () => {
  aws.answers.DescribeStacks = () => ({ Stacks: [{ ...stack('PipelineStack'), Outputs: [] }] });
  statuses('PENDING', 'AVAILABLE');
  await connect(distribution, print);
  expect(printed.join('\n')).toContain(CONNECTION);
});

test('connect asks about the connection that the configuration names', async () => {
  const connectionArn =
    'arn:aws:codestar-connections:eu-west-1:123456789012:connection/11111111-2222-4333-8444-555555555555';
  await connect(
    exampleDistribution({ source: { repository: 'your-org/image-distribution', connectionArn } }),
    print,
  );
  const asked = aws.calls.find(({ operation }) => operation === 'GetConnection');
  expect(asked?.request).toEqual({ ConnectionArn: connectionArn });
});

test.each([
  ['at once', ['ERROR']],
  ['while it waits', ['PENDING', 'ERROR']],
])('connect rejects a connection that no waiting mends, %s', async (_when, names) => {
  statuses(...names);
  await expect(connect(distribution, print)).rejects.toThrow(
    `${CONNECTION} is ERROR, expected PENDING or AVAILABLE`,
  );
  expect(started()).toEqual([]);
});

test('connect rejects an account without the pipeline, and names the command that makes it', async () => {
  aws.answers.DescribeStacks = () => ({ Stacks: [stack('SlipwayToolkit')] });
  await expect(connect(distribution, print)).rejects.toThrow(
    /no stack PipelineStack in region eu-west-1.*npx cdk deploy PipelineStack/,
  );
});

test('connect rejects a pipeline without a connection', async () => {
  aws.answers.DescribeStackResources = () => ({ StackResources: [] });
  await expect(connect(distribution, print)).rejects.toThrow(/PipelineStack holds no connection/);
});

test.each(['DescribeStacks', 'DescribeStackResources', 'GetConnection', 'StartPipelineExecution'])(
  'connect rejects with what AWS says when %s is refused',
  async (operation) => {
    aws.answers[operation] = () => {
      throw new AwsRefusal('AccessDenied', `you may not ${operation}`);
    };
    await expect(connect(distribution, print)).rejects.toThrow(`you may not ${operation}`);
    expect(started()).toEqual(operation === 'StartPipelineExecution' ? ['slipway'] : []);
  },
);
