import * as fs from 'node:fs';
import * as path from 'node:path';
import { ACCESS, LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { Distribution, STAGE_NAMES, StageName } from '../../../lib/config';
import { readAccessPolicy } from '../../../cli/access-policy/access-policy';
import { showAccessPolicy, showLeftOut } from '../../../cli/access-policy/show-access-policy';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsStub } from '../shared/aws-stub';

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
afterAll(() => aws.close());

interface Policy {
  readonly Statement: { readonly Action: readonly string[]; readonly Resource: string | readonly string[] }[];
}

test.each([
  ['developers', 'Developers'],
  ['end-users', 'EndUsers'],
] as const)(
  'the policy of %s gives what the tables give them, and nothing else',
  async (audience, identity) => {
    expect(await policyOf(audience, exampleDistribution())).toEqual({
      gives: wanted(identity, STAGE_NAMES),
      leftOut: undefined,
    });
  },
);

/** What a printed policy gives, and what is said of what it does not. */
async function policyOf(audience: string, distribution: Distribution) {
  const policy = await readAccessPolicy(audience, [], distribution);
  const { Statement } = JSON.parse(showAccessPolicy(policy)) as Policy;
  const gives = new Set(
    Statement.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource}`)),
    ),
  );
  return { gives, leftOut: showLeftOut(policy) };
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
  ] as const)(
    'the policy for a role of account %s gives %j, and names what is not in it',
    async (account, stageNames, others) => {
      callerIs(account);
      const { gives, leftOut } = await policyOf('developers', spread());
      expect(gives).toEqual(wanted('Developers', stageNames));
      expect(leftOut).toContain(`Not in this policy: ${others}.`);
    },
  );

  test('an audience to whom nothing in the account is open gets no policy', async () => {
    callerIs('111111111111');
    await expect(policyOf('end-users', spread())).rejects.toThrow(
      /open to end-users, expected the credentials of Release \(account 444444444444\)/,
    );
  });

  test('the policy of end users in the account of Release is all that they have', async () => {
    callerIs('444444444444');
    expect(await policyOf('end-users', spread())).toEqual({
      gives: wanted('EndUsers', ['Release']),
      leftOut: undefined,
    });
  });
});

test('a policy of more images than a role has room for is rejected', async () => {
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

test('an audience that the tables do not know is rejected', async () => {
  await expect(readAccessPolicy('everybody', [], exampleDistribution())).rejects.toThrow(
    /unknown audience 'everybody'; expected one of developers, end-users, approvers, operators/,
  );
});

describe('the policies of those who work with the pipeline', () => {
  const pipelineArn = 'arn:aws:codepipeline:eu-west-1:111111111111:slipway';
  const stageWithApproval = (stageName: string) => {
    aws.answers.GetPipelineState = () => ({
      stageStates: [{ stageName: 'Master' }, { stageName, actionStates: [{ actionName: 'Approve' }] }],
    });
  };
  beforeEach(() => {
    aws.answers.GetCallerIdentity = () => ({
      Account: '111111111111',
      Arn: 'arn:aws:iam::111111111111:user/operator',
    });
  });

  test.each(['Release', 'Release.1'])(
    'approvers may see the pipeline, read its reviews and answer in %s',
    async (stageName) => {
      stageWithApproval(stageName);
      const { gives } = await policyOf('approvers', exampleDistribution());
      const answers = [...gives].filter((one) => !/codepipeline:(Get|List)/.test(one));
      expect(answers).toEqual([
        `codepipeline:PutApprovalResult on ${pipelineArn}/${stageName}/Approve`,
        'codebuild:BatchGetBuilds on arn:aws:codebuild:eu-west-1:111111111111:project/slipway-review',
        'logs:GetLogEvents on arn:aws:logs:eu-west-1:111111111111:log-group:/aws/codebuild/slipway-review:log-stream:*',
      ]);
      expect(gives).toContain(`codepipeline:GetPipelineState on ${pipelineArn}`);
    },
  );

  test('approvers of a pipeline without an approval get no policy', async () => {
    aws.answers.GetPipelineState = () => ({ stageStates: [{ stageName: 'Release' }] });
    await expect(policyOf('approvers', exampleDistribution())).rejects.toThrow(
      /pipeline slipway has no action Approve/,
    );
  });

  test('operators get the policy that the bootstrap makes of policies/deployment.json', async () => {
    const { document } = await readAccessPolicy('operators', [], exampleDistribution());
    const text = fs.readFileSync(path.resolve(__dirname, '../../../policies/deployment.json'), 'utf8');
    const own = text
      .replaceAll('${AWS::Partition}', 'aws')
      .replaceAll('${AWS::AccountId}', '111111111111')
      .replaceAll('${AWS::Region}', 'eu-west-1');
    expect(document).toEqual(JSON.parse(own));
  });

  test('operators get no policy in the account of a stage', async () => {
    const spread = exampleDistribution({ pipeline: { account: '444444444444', region: 'eu-west-1' } });
    await expect(readAccessPolicy('operators', [], spread)).rejects.toThrow(
      /of account 111111111111, expected those of the pipeline's, 444444444444: say --profile NAME/,
    );
  });

  test('a policy about the pipeline is not made of images', async () => {
    await expect(readAccessPolicy('approvers', ['SampleImage'], exampleDistribution())).rejects.toThrow(
      /expected no images, found SampleImage/,
    );
  });
});
