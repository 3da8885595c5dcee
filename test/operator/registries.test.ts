import { showRegistries } from '../../operator/registries';
import { exampleDistribution } from '../lib/example-distribution';
import { AwsStub } from './aws-stub';
import { printed } from './standing';

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  aws.answers.DescribeStacks = () => ({ Stacks: ['Development', 'Master', 'Release'].map(stackOf) });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => aws.close());

function stackOf(stageName: string) {
  return {
    StackName: `SampleImage${stageName}`,
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: '2026-11-24T00:00:00Z',
    Outputs: [{ OutputKey: 'ImageRepositoryArn', OutputValue: `arn:${stageName}` }],
  };
}

test('prints the registries of an image for make', async () => {
  const { text } = printed();
  await showRegistries('SampleImage', exampleDistribution());
  expect(text().split('\n').slice(1)).toEqual([
    'DEVELOPMENT := arn:Development',
    'MASTER := arn:Master',
    'RELEASE := arn:Release',
  ]);
});

test('rejects an image that the configuration does not have', async () => {
  await expect(showRegistries('Other', exampleDistribution())).rejects.toThrow(
    /no image 'Other', expected one of SampleImage/,
  );
});

test('rejects an image that is not released yet', async () => {
  aws.answers.DescribeStacks = () => ({ Stacks: [stackOf('Development')] });
  await expect(showRegistries('SampleImage', exampleDistribution())).rejects.toThrow(
    /SampleImageMaster.*release the image first/,
  );
});
