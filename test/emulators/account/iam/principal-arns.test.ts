import { CreateRoleCommand, IAMClient, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { assumeRole } from '../../support/assume-role';
import { createUser } from '../../support/create-user';
import { allow, policyOf, trust } from '../support/policy';
import { outcomeOf, refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/own/caller`;
const USER = `arn:aws:iam::${ACCOUNT}:user/person`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/caller/*`;

let account: LocalAccount;
let root: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  root = new IAMClient(account.sdk());
  const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }));
  await root.send(new CreateRoleCommand({ RoleName: 'caller', Path: '/own/', AssumeRolePolicyDocument }));
}, START_TIMEOUT);
afterAll(() => account.stop());

const isPrincipal = (arn: string) => ({ ArnLike: { 'aws:PrincipalArn': arn } });
const list = (caller: Credentials) => new IAMClient(account.sdk(caller)).send(new ListRolesCommand({}));

test('of a session is that of its role, path and all', async () => {
  const mayIf = (arn: string) =>
    root.send(
      new PutRolePolicyCommand({
        RoleName: 'caller',
        PolicyName: 'own',
        PolicyDocument: allow('iam:ListRoles', '*', isPrincipal(arn)),
      }),
    );
  const session = await assumeRole(account, ROLE);
  await mayIf(ROLE);
  await list(session);
  await mayIf(SESSION);
  expect(await refusalOf(list(session))).toContain('AccessDenied');
});

test('of a user is their own', async () => {
  const person = await createUser(account, 'person', allow('iam:ListRoles', '*', isPrincipal(USER)));
  expect(await outcomeOf(list(person))).toBe('allowed');
});

test('is what the policy of a bucket compares', async () => {
  const Bucket = `compared-${ACCOUNT}`;
  const s3 = new S3Client(account.sdk());
  await s3.send(new CreateBucketCommand({ Bucket }));
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 's3:ListBucket',
    Resource: `arn:aws:s3:::${Bucket}`,
    Condition: isPrincipal(ROLE),
  };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policyOf(statement)) }));
  const session = await assumeRole(account, ROLE);
  await new S3Client(account.sdk(session)).send(new ListObjectsV2Command({ Bucket }));
  const stranger = await createUser(account, 'stranger', allow('iam:ListRoles', '*'));
  expect(
    await refusalOf(new S3Client(account.sdk(stranger)).send(new ListObjectsV2Command({ Bucket }))),
  ).toContain('AccessDenied');
});
