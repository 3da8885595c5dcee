import { showRegistries } from '../../../cli/registries/show-registries';
import { readRegistryArns } from '../../../cli/shared/registry-arns';
import { Distribution } from '../../../lib/config';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsStub } from '../shared/aws-stub';

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  aws.answers.DescribeStacks = () => ({ Stacks: ['Development', 'Master', 'Release'].map(stackOf) });
});
afterAll(() => aws.close());

/** What `npm run registries` prints. */
async function registries(imageName: string, distribution: Distribution): Promise<string> {
  return showRegistries(imageName, await readRegistryArns(distribution, [imageName]));
}

function stackOf(stageName: string) {
  return {
    StackName: `SampleImage${stageName}`,
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: '2026-11-24T00:00:00Z',
    Outputs: [{ OutputKey: 'ImageRepositoryArn', OutputValue: `arn:${stageName}` }],
  };
}

test('the command prints the registries of an image for make', async () => {
  const text = await registries('SampleImage', exampleDistribution());
  expect(text.split('\n').slice(1)).toEqual([
    'DEVELOPMENT := arn:Development',
    'MASTER := arn:Master',
    'RELEASE := arn:Release',
  ]);
});

test('the command rejects an image that the configuration does not have', async () => {
  await expect(registries('Other', exampleDistribution())).rejects.toThrow(
    /no image 'Other', expected one of SampleImage/,
  );
});

test('the command rejects an image that is not released yet', async () => {
  aws.answers.DescribeStacks = () => ({ Stacks: [stackOf('Development')] });
  await expect(registries('SampleImage', exampleDistribution())).rejects.toThrow(
    /SampleImageMaster.*release the image first/,
  );
});

test.each([
  { missing: 'credentials', variables: ['AWS_ACCESS_KEY_ID'], said: /no valid AWS credentials \(/ },
  { missing: 'a region', variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'], said: /\(Region is missing\)/ },
])('the command says what to do without $missing', async ({ variables, said }) => {
  const { env } = process;
  process.env = { ...env, HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };
  for (const variable of variables) delete process.env[variable];
  try {
    const listed = registries('SampleImage', exampleDistribution());
    await expect(listed).rejects.toThrow(said);
    await expect(listed).rejects.toThrow(/log in with the AWS CLI.*, or say --profile NAME, and AWS_REGION/);
  } finally {
    process.env = env;
  }
});

describe('with Release in an account of its own', () => {
  const spread = () =>
    exampleDistribution({
      pipeline: { account: '111111111111', region: 'eu-west-1' },
      stages: { Release: { account: '444444444444', region: 'eu-north-1' } },
    });
  const callerIs = (Account: string) => {
    aws.answers.GetCallerIdentity = () => ({ Account, Arn: `arn:aws-cn:iam::${Account}:user/operator` });
  };

  test('the registry is taken from the configuration where its account cannot be asked', async () => {
    callerIs('111111111111');
    aws.answers.DescribeStacks = () => ({ Stacks: ['Development', 'Master'].map(stackOf) });
    const text = await registries('SampleImage', spread());
    expect(text.split('\n').slice(1)).toEqual([
      'DEVELOPMENT := arn:Development',
      'MASTER := arn:Master',
      '# In another account, so this is what the configuration says:',
      'RELEASE := arn:aws-cn:ecr:eu-north-1:444444444444:repository/slipway/sample-image/release',
    ]);
  });

  test('the command asks in the region of the stage', async () => {
    callerIs('444444444444');
    aws.calls = [];
    aws.answers.DescribeStacks = () => ({ Stacks: [stackOf('Release')] });
    const text = await registries('SampleImage', spread());
    expect(text).toContain('\nRELEASE := arn:Release');
    expect(aws.calls.map(({ operation, region }) => [operation, region])).toEqual([
      ['GetCallerIdentity', 'eu-west-1'],
      ['DescribeStacks', 'eu-north-1'],
    ]);
  });

  test('the command says whose credentials it wants in an account that holds none of them', async () => {
    callerIs('999999999999');
    await expect(registries('SampleImage', spread())).rejects.toThrow(
      /account 999999999999, expected those of Development \(account 111111111111\), Master .*Release \(account 444444444444\)/,
    );
  });
});
