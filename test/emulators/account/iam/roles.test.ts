import { CreateRoleCommand, IAMClient, TagRoleCommand, UntagRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { allow, trust } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

async function createRole(RoleName: string, principal: object): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify(trust(principal));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return Role?.Arn ?? '';
}

describe('the tag of a role', () => {
  test('decides who may assume it, where a policy rests on it', async () => {
    const RoleName = 'tagged';
    const RoleArn = await createRole(RoleName, { AWS: ROOT });
    const Condition = { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'deploy' } };
    const user = await createUser(account, 'deployer', allow('sts:AssumeRole', '*', Condition));
    const assume = () =>
      new STSClient(account.sdk(user)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    const tag = (Value: string) =>
      iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'aws-cdk:bootstrap-role', Value }] }));

    expect(await refusalOf(assume())).toContain('AccessDenied');
    await tag('lookup');
    expect(await refusalOf(assume())).toContain('AccessDenied');
    await tag('deploy');
    expect((await assume()).Credentials?.SessionToken).toBeTruthy();
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['aws-cdk:bootstrap-role'] }));
    expect(await refusalOf(assume())).toContain('AccessDenied');
  });

  test('is read in the account of the role, whatever a role of that name has in the own', async () => {
    const other = '210987654321';
    const RoleName = 'namesake';
    const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: ROOT }));
    const tagged = (Value: string) => [{ Key: 'aws-cdk:bootstrap-role', Value }];
    const create = (client: IAMClient, value: string) =>
      client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags: tagged(value) }));
    await create(new IAMClient(account.sdk({ ...account.root, accessKeyId: other })), 'deploy');
    await create(iam, 'lookup');
    const Condition = { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'deploy' } };
    const user = await createUser(account, 'caller', allow('sts:AssumeRole', '*', Condition));
    const assume = (accountId: string) =>
      new STSClient(account.sdk(user)).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${accountId}:role/${RoleName}`,
          RoleSessionName: 'test',
        }),
      );
    expect((await assume(other)).AssumedRoleUser?.Arn).toContain(`::${other}:assumed-role/namesake/`);
    expect(await refusalOf(assume(account.accountId))).toContain('AccessDenied');
  });
});

describe('the path of a role', () => {
  test('is part of what a policy and a caller name', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: ROOT }));
    await iam.send(new CreateRoleCommand({ RoleName: 'deep', Path: '/own/', AssumeRolePolicyDocument }));
    const user = await createUser(account, 'visitor', allow('sts:AssumeRole', '*'));
    const assume = (role: string) => {
      const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${role}`;
      return new STSClient(account.sdk(user)).send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }),
      );
    };
    await expect(assume('own/deep')).resolves.toBeDefined();
    for (const other of ['deep', 'other/deep', 'own/none']) {
      expect(await refusalOf(assume(other))).toContain('AccessDenied');
    }
  });
});
