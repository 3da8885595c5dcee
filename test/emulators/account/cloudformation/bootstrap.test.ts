import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { DIRECTORY, ROOT } from '../../support/paths';
import { allow } from '../support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

test(
  "an administrator's bootstrap gives CloudFormation the permissions to deploy",
  async () => {
    const administrator = await createUser(account, 'administrator', allow('*', '*'));
    const output = path.join(DIRECTORY, 'tests', 'bootstrap', 'cdk.out');
    await promisify(execFile)('npx', ['cdk', 'bootstrap', `aws://${ACCOUNT}/eu-west-1`, '--output', output], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: path.join(DIRECTORY, 'tests', 'bootstrap'),
        ...account.env(administrator),
      },
    });
    const iam = new IAMClient(account.sdk());
    const RoleName = `cdk-slipway-cfn-exec-role-${ACCOUNT}-eu-west-1`;
    expect((await iam.send(new GetRoleCommand({ RoleName }))).Role?.Arn).toBe(
      `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
    );
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies?.map(({ PolicyArn }) => PolicyArn)).toEqual([
      'arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
  },
  START_TIMEOUT,
);
