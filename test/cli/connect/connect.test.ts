import { connect } from '../../../cli/connect/connect';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsRefusal, AwsStub } from '../shared/aws-stub';
import { CONNECTION, printed, stack, standWell } from '../status/standing';

const distribution = exampleDistribution();
let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => standWell(aws));
afterEach(() => jest.restoreAllMocks());
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

test('starts the pipeline at once where the handshake is finished', async () => {
  const { text } = printed();
  await connect(distribution);
  expect(started()).toEqual(['slipway']);
  expect(text()).toMatch(/Started the pipeline slipway with the head of master: execution e-1/);
  expect(text()).not.toMatch(/Waiting/);
});

test('links to the handshake, waits until it is finished, and starts the pipeline once', async () => {
  const { text } = printed();
  statuses('PENDING', 'PENDING', 'AVAILABLE');
  await connect(distribution);
  expect(text()).toMatch(/settings\/connections\/0a1b2c3d[^]*Waiting for it[^]*Started the pipeline/);
  expect(started()).toEqual(['slipway']);
});

test('names the connection where the stack has no link to it', async () => {
  const { text } = printed();
  aws.answers.DescribeStacks = () => ({ Stacks: [{ ...stack('PipelineStack'), Outputs: [] }] });
  statuses('PENDING', 'AVAILABLE');
  await connect(distribution);
  expect(text()).toContain(CONNECTION);
});

test('asks about the connection that the configuration names', async () => {
  printed();
  const connectionArn =
    'arn:aws:codestar-connections:eu-west-1:123456789012:connection/11111111-2222-4333-8444-555555555555';
  await connect(
    exampleDistribution({ source: { repository: 'your-org/image-distribution', connectionArn } }),
  );
  const asked = aws.calls.find(({ operation }) => operation === 'GetConnection');
  expect(asked?.request).toEqual({ ConnectionArn: connectionArn });
});

test.each([
  ['at once', ['ERROR']],
  ['while it waits', ['PENDING', 'ERROR']],
])('rejects a connection that no waiting mends, %s', async (_when, names) => {
  printed();
  statuses(...names);
  await expect(connect(distribution)).rejects.toThrow(
    `${CONNECTION} is ERROR, expected PENDING or AVAILABLE`,
  );
  expect(started()).toEqual([]);
});

test('rejects an account without the pipeline, and names the command that makes it', async () => {
  aws.answers.DescribeStacks = () => ({ Stacks: [stack('SlipwayToolkit')] });
  await expect(connect(distribution)).rejects.toThrow(
    /no stack PipelineStack in region eu-west-1.*npx cdk deploy PipelineStack/,
  );
});

test('rejects a pipeline without a connection', async () => {
  aws.answers.DescribeStackResources = () => ({ StackResources: [] });
  await expect(connect(distribution)).rejects.toThrow(/PipelineStack holds no connection/);
});

test.each(['DescribeStacks', 'DescribeStackResources', 'GetConnection', 'StartPipelineExecution'])(
  'rejects with what AWS says when %s is refused',
  async (operation) => {
    printed();
    aws.answers[operation] = () => {
      throw new AwsRefusal('AccessDenied', `you may not ${operation}`);
    };
    await expect(connect(distribution)).rejects.toThrow(`you may not ${operation}`);
    expect(started()).toEqual(operation === 'StartPipelineExecution' ? ['slipway'] : []);
  },
);
