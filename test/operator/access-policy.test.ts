import { ACCESS, LEVEL_ACTIONS } from '../../lib/access';
import { STAGE_NAMES } from '../../lib/config';
import { showAccessPolicy } from '../../operator/access-policy';
import { exampleDistribution } from '../lib/example-distribution';
import { AwsStub } from './aws-stub';
import { printed } from './standing';

let aws: AwsStub;

beforeAll(async () => {
  aws = await AwsStub.listen();
});
beforeEach(() => {
  aws.answers.DescribeStacks = () => ({
    Stacks: STAGE_NAMES.map((stageName) => ({
      StackName: `SampleImage${stageName}`,
      StackStatus: 'CREATE_COMPLETE',
      CreationTime: '2026-11-24T00:00:00Z',
      Outputs: [{ OutputKey: 'ImageRepositoryArn', OutputValue: `arn:${stageName}` }],
    })),
  });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => aws.close());

interface Policy {
  readonly Statement: { readonly Action: readonly string[]; readonly Resource: string | readonly string[] }[];
}

test.each([
  ['developers', 'Developers'],
  ['end-users', 'EndUsers'],
] as const)('gives %s what the tables give them, and nothing else', async (people, identity) => {
  const { text } = printed();
  await showAccessPolicy(people, [], exampleDistribution());
  const { Statement } = JSON.parse(text()) as Policy;
  const given = Statement.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource}`)),
  );
  const wanted = STAGE_NAMES.flatMap((stageName) =>
    ACCESS[stageName][identity].flatMap((level) =>
      LEVEL_ACTIONS[level].map(
        (action) => `${action} on ${level === 'Authorize' ? '*' : `arn:${stageName}`}`,
      ),
    ),
  );
  expect(new Set(given)).toEqual(new Set(wanted));
});

test('rejects people whom the tables do not know', async () => {
  await expect(showAccessPolicy('everybody', [], exampleDistribution())).rejects.toThrow(
    /'everybody' is nobody, expected one of developers, end-users/,
  );
});
