import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  AddUserToGroupCommand,
  GetGroupCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { policyOf } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

let account: LocalAccount;
let iam: IAMClient;
let stack: TestStack;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
}, START_TIMEOUT);
beforeEach(() => (stack = new TestStack(account)));
afterAll(() => account.stop());

/** A user who has what a group has and nothing else. */
async function createMember(UserName: string, GroupName: string): Promise<Credentials> {
  const credentials = await createUser(account, UserName);
  await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  return credentials;
}

describe('AWS::IAM::Group', () => {
  const template = (Properties: object) => ({
    Resources: { Group: { Type: 'AWS::IAM::Group', Properties } },
    Outputs: {
      Ref: { Value: { Ref: 'Group' } },
      Arn: { Value: { 'Fn::GetAtt': ['Group', 'Arn'] } },
    },
  });
  const group = (GroupName?: string) => iam.send(new GetGroupCommand({ GroupName }));

  test('is created under a path, changed in place and deleted', async () => {
    expect(await stack.create(template({ Path: '/one/' }))).toBe('CREATE_COMPLETE');
    const name = await stack.output('Ref');
    expect(name).toMatch(/^Test\d+-Group-\w+$/);
    expect(await stack.output('Arn')).toBe(`arn:aws:iam::${ACCOUNT}:group/one/${name}`);
    expect((await group(name)).Group?.Path).toBe('/one/');

    expect(await stack.update(template({ Path: '/two/' }))).toBe('UPDATE_COMPLETE');
    expect(await stack.output('Ref')).toBe(name);
    expect(await stack.output('Arn')).toBe(`arn:aws:iam::${ACCOUNT}:group/two/${name}`);
    expect((await group(name)).Group?.Path).toBe('/two/');

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(await refusalOf(group(name))).toContain('NoSuchEntity');
  });

  test('is replaced when its name changes', async () => {
    await stack.create(template({ GroupName: 'before' }));
    expect(await stack.update(template({ GroupName: 'after' }))).toBe('UPDATE_COMPLETE');
    expect((await group('after')).Group?.GroupName).toBe('after');
    expect(await refusalOf(group('before'))).toContain('NoSuchEntity');
  });

  test('rejects a name that exists, and leaves that group alone', async () => {
    await stack.create(template({ GroupName: 'taken', Path: '/first/' }));
    const second = new TestStack(account);
    expect(await second.create(template({ GroupName: 'taken', Path: '/second/' }))).toBe('ROLLBACK_COMPLETE');
    expect(await second.failures()).toContain('Group with name taken already exists.');
    expect((await group('taken')).Group?.Path).toBe('/first/');
  });

  test('is not deleted while it has members', async () => {
    await stack.create(template({ GroupName: 'with-a-member' }));
    await createMember('member-to-remove', 'with-a-member');
    expect(await stack.delete()).toBe('DELETE_FAILED');
    expect(await stack.failures()).toContain('Cannot delete entity, must remove users from group first.');
    await iam.send(
      new RemoveUserFromGroupCommand({ UserName: 'member-to-remove', GroupName: 'with-a-member' }),
    );
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  test('gives its members what an AWS::IAM::Policy on it allows, for as long as it does', async () => {
    const withPolicy = (action: string) => ({
      Resources: {
        Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'readers' } },
        Policy: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'read',
            PolicyDocument: policyOf({ Effect: 'Allow', Action: action, Resource: '*' }),
            Groups: [{ Ref: 'Group' }],
          },
        },
      },
    });
    await stack.create(withPolicy('ecr:DescribeRepositories'));
    const member = new ECRClient(account.sdk(await createMember('reader', 'readers')));
    const read = () => member.send(new DescribeRepositoriesCommand({}));
    expect((await read()).repositories).toEqual([]);

    expect(await stack.update(withPolicy('ecr:ListImages'))).toBe('UPDATE_COMPLETE');
    expect(await refusalOf(read())).toContain('AccessDenied');
  });
});

describe('AWS::IAM::OIDCProvider', () => {
  const template = (Url: string, ClientIdList: string[]) => ({
    Resources: { Provider: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url, ClientIdList } } },
    Outputs: {
      Ref: { Value: { Ref: 'Provider' } },
      Arn: { Value: { 'Fn::GetAtt': ['Provider', 'Arn'] } },
    },
  });
  const provider = (url: string) =>
    iam.send(
      new GetOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${url}`,
      }),
    );

  test('is created, changed in place and deleted', async () => {
    expect(await stack.create(template('https://one.example', ['a']))).toBe('CREATE_COMPLETE');
    expect(await stack.output('Ref')).toBe(`arn:aws:iam::${ACCOUNT}:oidc-provider/one.example`);
    expect(await stack.output('Arn')).toBe(await stack.output('Ref'));
    expect((await provider('one.example')).ClientIDList).toEqual(['a']);

    expect(await stack.update(template('https://one.example', ['a', 'b']))).toBe('UPDATE_COMPLETE');
    expect((await provider('one.example')).ClientIDList).toEqual(['a', 'b']);

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(await refusalOf(provider('one.example'))).toContain('NoSuchEntity');
  });

  test('rejects a second one with the same URL, and leaves the first alone', async () => {
    await stack.create(template('https://two.example', ['first']));
    const second = new TestStack(account);
    expect(await second.create(template('https://two.example', ['second']))).toBe('ROLLBACK_COMPLETE');
    expect(await second.failures()).toContain('EntityAlreadyExists');
    expect((await provider('two.example')).ClientIDList).toEqual(['first']);
  });
});

describe('RetainExceptOnCreate', () => {
  const repository = (RepositoryName: string) => ({
    Type: 'AWS::ECR::Repository',
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { RepositoryName },
  });
  const exists = async (name: string) => {
    const { repositories = [] } = await new ECRClient(account.sdk()).send(
      new DescribeRepositoriesCommand({}),
    );
    return repositories.some(({ repositoryName }) => repositoryName === name);
  };

  test('keeps a repository when its stack is deleted', async () => {
    await stack.create({ Resources: { Repository: repository('kept') } });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(await exists('kept')).toBe(true);
  });

  test('deletes a repository when the creation that made it is rolled back', async () => {
    const User = {
      Type: 'AWS::IAM::User',
      DependsOn: 'Repository',
      Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/NoSuchPolicy'] },
    };
    const status = await stack.create({ Resources: { Repository: repository('removed'), User } });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(await exists('removed')).toBe(false);
  });
});

test('a member of a group may do what another group of theirs allows', async () => {
  await stack.create({
    Resources: {
      Group: {
        Type: 'AWS::IAM::Group',
        Properties: {
          GroupName: 'inline',
          Policies: [
            {
              PolicyName: 'read',
              PolicyDocument: policyOf({
                Effect: 'Allow',
                Action: 'ecr:DescribeRepositories',
                Resource: '*',
              }),
            },
          ],
        },
      },
      Other: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'other' } },
    },
  });
  const credentials = await createMember('member', 'other');
  const read = () => new ECRClient(account.sdk(credentials)).send(new DescribeRepositoriesCommand({}));
  expect(await refusalOf(read())).toContain('AccessDenied');
  await iam.send(new AddUserToGroupCommand({ UserName: 'member', GroupName: 'inline' }));
  await expect(read()).resolves.toBeDefined();
});
