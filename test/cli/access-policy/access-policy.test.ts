import { ACCESS, LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { Distribution, STAGE_NAMES, StageName } from '../../../lib/config';
import { showAccessPolicy } from '../../../cli/access-policy/access-policy';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsStub } from '../shared/aws-stub';
import { printed } from '../status/standing';

let aws: AwsStub;
let complained: jest.SpyInstance;

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
  complained = jest.spyOn(console, 'error').mockImplementation(() => undefined);
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
  expect(await policyOf(people, exampleDistribution())).toEqual(wanted(identity, STAGE_NAMES));
  expect(complained).not.toHaveBeenCalled();
});

/** What a printed policy gives. */
async function policyOf(people: string, distribution: Distribution): Promise<Set<string>> {
  const { text } = printed();
  await showAccessPolicy(people, [], distribution);
  const { Statement } = JSON.parse(text()) as Policy;
  return new Set(
    Statement.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource}`)),
    ),
  );
}

/** What the tables give in some stages. */
function wanted(identity: 'Developers' | 'EndUsers', stageNames: readonly StageName[]): Set<string> {
  return new Set(
    stageNames.flatMap((stageName) =>
      ACCESS[stageName][identity].flatMap((level) =>
        LEVEL_ACTIONS[level].map(
          (action) => `${action} on ${level === 'Authorize' ? '*' : `arn:${stageName}`}`,
        ),
      ),
    ),
  );
}

describe('with Release in an account of its own', () => {
  const spread = () =>
    exampleDistribution({
      pipeline: { account: '111111111111', region: 'eu-west-1' },
      stages: { Release: { account: '444444444444' } },
    });
  const callerIs = (Account: string) => {
    aws.answers.GetCallerIdentity = () => ({ Account, Arn: `arn:aws:iam::${Account}:user/operator` });
  };

  test.each([
    ['111111111111', ['Development', 'Master'], 'Release (account 444444444444)'],
    ['444444444444', ['Release'], 'Development (account 111111111111), Master (account 111111111111)'],
  ] as const)('in account %s gives %j, and names what is not in it', async (account, stageNames, others) => {
    callerIs(account);
    expect(await policyOf('developers', spread())).toEqual(wanted('Developers', stageNames));
    expect(complained).toHaveBeenCalledWith(expect.stringContaining(`Not in this policy: ${others}.`));
  });

  test('is not printed for people to whom nothing in the account is open', async () => {
    callerIs('111111111111');
    await expect(policyOf('end-users', spread())).rejects.toThrow(
      /open to end-users, expected the credentials of Release \(account 444444444444\)/,
    );
  });

  test('is all that end users have, who have nothing elsewhere', async () => {
    callerIs('444444444444');
    expect(await policyOf('end-users', spread())).toEqual(wanted('EndUsers', ['Release']));
    expect(complained).not.toHaveBeenCalled();
  });
});

test('rejects more images than a role has room for', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `ImageWithAName${index}`);
  aws.answers.DescribeStacks = () => ({
    Stacks: names.flatMap((name) =>
      STAGE_NAMES.map((stageName) => ({
        StackName: `${name}${stageName}`,
        StackStatus: 'CREATE_COMPLETE',
        CreationTime: '2026-11-24T00:00:00Z',
        Outputs: [
          {
            OutputKey: 'ImageRepositoryArn',
            OutputValue: `arn:aws:ecr:eu-west-1:111111111111:repository/${name}`,
          },
        ],
      })),
    ),
  });
  const images = names.map((name, index) => ({
    name,
    repository: `your-org/image-${index}`,
    ownerId: 1,
    repositoryId: index + 1,
  }));
  await expect(policyOf('developers', exampleDistribution({ images }))).rejects.toThrow(
    /60 images has \d+ characters, expected at most 10240.*name some of the images, about [345]\d at a time/,
  );
});

test('rejects people whom the tables do not know', async () => {
  await expect(showAccessPolicy('everybody', [], exampleDistribution())).rejects.toThrow(
    /'everybody' is nobody, expected one of developers, end-users/,
  );
});
