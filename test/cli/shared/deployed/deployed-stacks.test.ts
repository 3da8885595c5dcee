import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { environmentsOf } from '../../../../cli/bootstrap/settings/environments';
import { reviewRole } from '../../../../cli/bootstrap/toolkit/review-role';
import { deployedStacks } from '../../../../cli/shared/deployed/deployed-stacks';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { DISTRIBUTION_TAG } from '../../../../lib/names';
import type { ReviewedStack, Template as ReviewedTemplate } from '../../../../lib/review';
import {
  ACCOUNT,
  newAccountNumber,
  openAccount,
  START_TIMEOUT,
} from '../../../emulators/account/support/open-account';
import { refusalOf } from '../../../emulators/account/support/refusal-of';
import { Template, TestStack } from '../../../emulators/account/support/test-stack';
import { assumeRole } from '../../../emulators/support/assume-role';
import { createUser } from '../../../emulators/support/create-user';
import { exampleDistribution } from '../../../lib/example-distribution';

const REGION = 'eu-west-1';
const TAGS = [{ Key: DISTRIBUTION_TAG, Value: 'slipway' }];
const GROUP: Template = { Resources: { Group: { Type: 'AWS::IAM::Group' } } };

/** What cannot be created: a role of a name that is taken. */
const broken = (): Template => ({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: roleArn.split('/').at(-1), AssumeRolePolicyDocument: {} },
    },
  },
});

let account: LocalAccount;
let stage: LocalAccount;
let roleArn: string;
let build: Credentials;

/** Makes the review role of an account as the bootstrap's template has it. */
async function makeRole(of: LocalAccount, pipelineAccount: string): Promise<string> {
  const pipeline = { account: pipelineAccount, region: REGION };
  const stages = Object.fromEntries(
    ['Development', 'Master', 'Release'].map((name) => [
      name,
      { account: of.accountId, region: REGION, identityProvider: 'create' as const },
    ]),
  );
  const environments = environmentsOf({ ...exampleDistribution(), pipeline, stages } as never, pipeline);
  const environment = environments.find((one) => one.account === of.accountId && one.stages.length > 0);
  if (!environment) throw new Error('no environment has a stage, expected one');
  const { RoleName, AssumeRolePolicyDocument, Policies } = reviewRole(environment, 'slipway').Properties;
  const iam = new IAMClient(of.sdk());
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument) }),
  );
  for (const { PolicyName, PolicyDocument } of Policies) {
    const document = JSON.stringify(PolicyDocument);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document }));
  }
  return Role?.Arn ?? '';
}

beforeAll(async () => {
  account = await openAccount();
  stage = account.another(newAccountNumber());
  roleArn = await makeRole(account, ACCOUNT);
  const elsewhere = await makeRole(stage, ACCOUNT);
  build = await createUser(
    account,
    'build',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: [roleArn, elsewhere] }],
    }),
  );
}, START_TIMEOUT);

function stackOf(name: string, place: Partial<ReviewedStack> = {}): ReviewedStack {
  return { name, stage: 'Release', template: GROUP as ReviewedTemplate, ...place };
}

/** As the build does: under the review role. */
async function clientFor({ account: number = ACCOUNT }: { account?: string }): Promise<CloudFormationClient> {
  const at = number === ACCOUNT ? account : stage;
  const arn = roleArn.replaceAll(ACCOUNT, number);
  return new CloudFormationClient(at.sdk(await assumeRole(account, arn, build)));
}

const read = (...names: string[]) =>
  deployedStacks(
    names.map((name) => stackOf(name)),
    clientFor,
  );

describe('what is deployed', () => {
  test('is read of a stack of ours, as the template that it was made of', async () => {
    await new TestStack(account, undefined, 'OneRelease', TAGS).make(GROUP);
    expect(await read('OneRelease')).toEqual({ before: [stackOf('OneRelease')], unread: [] });
  });

  test('is nothing of a stack that is not there', async () => {
    expect(await read('AbsentRelease')).toEqual({ before: [], unread: [] });
  });

  test('is nothing of a stack that was deleted', async () => {
    const stack = new TestStack(account, undefined, 'DeletedRelease', TAGS);
    await stack.make(GROUP);
    await stack.delete();
    expect(await read('DeletedRelease')).toEqual({ before: [], unread: [] });
  });

  test('is nothing of a stack of ours whose creation was rolled back', async () => {
    const stack = new TestStack(account, undefined, 'FailedRelease', TAGS);
    expect(await stack.create(broken())).toBe('ROLLBACK_COMPLETE');
    expect(await read('FailedRelease')).toEqual({ before: [], unread: [] });
  });

  test('is what was before an update that was rolled back', async () => {
    const stack = new TestStack(account, undefined, 'RevertedRelease', TAGS);
    await stack.make(GROUP);
    expect(await stack.update(broken())).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await read('RevertedRelease')).toEqual({ before: [stackOf('RevertedRelease')], unread: [] });
  });

  test.each([
    { whose: 'nobody says', name: 'PaymentsRelease', tags: [] },
    {
      whose: 'another distribution says',
      name: 'OtherRelease',
      tags: [{ Key: DISTRIBUTION_TAG, Value: 'acme' }],
    },
  ])(
    'is unread of a stack that $whose is theirs, which is not taken for one that is missing',
    async ({ name, tags }) => {
      await new TestStack(account, undefined, name, tags).make(GROUP);
      const { before, unread } = await read(name);
      expect(before).toEqual([]);
      expect(unread).toEqual([
        { stack: name, reason: expect.stringMatching(/^AccessDenied.*cloudformation:GetTemplate/) as string },
      ]);
    },
  );

  test('is unread of a stack of somebody else that is empty', async () => {
    await new TestStack(account, undefined, 'EmptyRelease').create(broken());
    expect((await read('EmptyRelease')).unread).toMatchObject([{ stack: 'EmptyRelease' }]);
  });

  test('is read in each account, by the role of each', async () => {
    await new TestStack(stage, undefined, 'FarRelease', TAGS).make(GROUP);
    const far = stackOf('FarRelease', { account: stage.accountId });
    const { before, unread } = await deployedStacks([far, stackOf('OneRelease')], clientFor);
    expect(unread).toEqual([]);
    expect(before).toEqual([far, stackOf('OneRelease')]);
  });

  test('is unread in a place where no role lets the review in, and read in all others', async () => {
    const far = stackOf('FarRelease', { account: newAccountNumber() });
    const { before, unread } = await deployedStacks([far, stackOf('OneRelease')], ({ account: number }) =>
      number ? clientFor({ account: number }) : clientFor({}),
    );
    expect(before).toEqual([stackOf('OneRelease')]);
    expect(unread).toEqual([
      { stack: 'FarRelease', reason: expect.stringMatching(/AccessDenied/) as string },
    ]);
  });
});

describe('what is beyond ASCII, which CloudFormation gives back as question marks,', () => {
  const withEnvironment = (Description: string) => ({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Description,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
            ],
          },
        },
      },
    },
  });
  const readAs = (name: string, Description: string) =>
    deployedStacks([stackOf(name, { template: withEnvironment(Description) })], clientFor);

  test('is no change by itself, and is said to be unread', async () => {
    const template = withEnvironment('Freigabe für alle');
    await new TestStack(account, undefined, 'UmlautRelease', TAGS).make(template);
    const { before, unread } = await readAs('UmlautRelease', 'Freigabe für alle');
    expect(before).toEqual([stackOf('UmlautRelease', { template })]);
    expect(unread).toEqual([
      {
        stack: 'the letters beyond ASCII in UmlautRelease',
        reason: expect.stringMatching(/question mark/) as string,
      },
    ]);
  });

  test('is a change where the text around it is another one', async () => {
    const { before, unread } = await readAs('UmlautRelease', 'Freigabe für viele');
    expect(before[0].template).toEqual(withEnvironment('Freigabe f?r alle'));
    expect(unread).toEqual([]);
  });

  test('is said of all stacks at once', async () => {
    const template = withEnvironment('für');
    const names = ['FirstUmlautRelease', 'SecondUmlautRelease'];
    for (const name of names) await new TestStack(account, undefined, name, TAGS).make(template);
    const { unread } = await deployedStacks(
      names.map((name) => stackOf(name, { template })),
      clientFor,
    );
    expect(unread).toMatchObject([{ stack: 'the letters beyond ASCII in FirstUmlautRelease and 1 more' }]);
  });
});

describe('the review role', () => {
  test('reads templates with the tag, and nothing else', async () => {
    const credentials = await assumeRole(account, roleArn, build);
    const client = new CloudFormationClient(account.sdk(credentials));
    await new TestStack(account, undefined, 'MineRelease', TAGS).make(GROUP);
    await client.send(new GetTemplateCommand({ StackName: 'MineRelease' }));
    const mine = new TestStack(account, credentials, 'MineRelease');
    expect(await refusalOf(mine.update(broken()))).toMatch(/AccessDenied.*UpdateStack/);
    expect(await refusalOf(mine.delete())).toMatch(/AccessDenied.*DeleteStack/);
    expect(await refusalOf(mine.output('Any'))).toMatch(/AccessDenied.*DescribeStacks/);
  });

  test('is not assumed by a user whose policies do not say so', async () => {
    const other = await createUser(account, 'other');
    expect(await refusalOf(assumeRole(account, roleArn, other))).toMatch(/AccessDenied.*sts:AssumeRole/);
  });

  test('is not assumed from an account that is not the pipeline’s, whatever its policies say', async () => {
    const everything = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [everything] });
    const stranger = await createUser(account.another(newAccountNumber()), 'stranger', policy);
    expect(await refusalOf(assumeRole(account, roleArn, stranger))).toMatch(/AccessDenied/);
  });
});
