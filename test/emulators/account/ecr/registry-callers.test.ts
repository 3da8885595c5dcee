import { ECRClient, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import {
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { credentialsOf } from '../../support/assume-role';
import { webIdentityToken } from '../../support/web-identity-token';
import { createUser } from '../../support/create-user';
import { allow, policyOf, trust } from '../support/policy';
import { createRepository, RegistryClient } from './registry-client';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const HOST = 'token.actions.githubusercontent.com';
const SUBJECT = 'repo:owner/image:environment:Master';
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
const LOGIN = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };

let account: LocalAccount;
let arn: string;
let iam: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  arn = await createRepository(account, 'team/app');
  iam = new IAMClient(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

/** A client of a user who may log in and, by a policy of their own, what these statements say. */
async function user(name: string, ...statements: object[]): Promise<RegistryClient> {
  const policy = JSON.stringify(policyOf(LOGIN, ...statements));
  return RegistryClient.login(account, await createUser(account, name, policy));
}

async function denial(client: RegistryClient, path = '/v2/team/app/tags/list'): Promise<string> {
  const { status, text } = await client.send('GET', path);
  expect(status).toBe(403);
  return text;
}

const all = { Effect: 'Allow', Action: 'ecr:*', Resource: '*' };
const notToList = { Effect: 'Deny', Action: 'ecr:ListImages', Resource: '*' };

test('a job of GitHub pushes with the permissions of its role and does not download', async () => {
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: `https://${HOST}`,
      ClientIDList: ['sts.amazonaws.com'],
    }),
  );
  const Federated = `arn:aws:iam::${account.accountId}:oidc-provider/${HOST}`;
  const claims = { StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com', [`${HOST}:sub`]: [SUBJECT] } };
  const AssumeRolePolicyDocument = JSON.stringify(
    trust({ Federated }, 'sts:AssumeRoleWithWebIdentity', claims),
  );
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'push', AssumeRolePolicyDocument }));
  const PolicyDocument = JSON.stringify(policyOf(LOGIN, { Effect: 'Allow', Action: PUSH, Resource: arn }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'push', PolicyName: 'push', PolicyDocument }));
  const { Credentials } = await new STSClient(account.sdk()).send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: Role?.Arn,
      RoleSessionName: 'job',
      WebIdentityToken: webIdentityToken({ sub: SUBJECT }),
    }),
  );
  const job = await RegistryClient.login(account, credentialsOf(Credentials));
  await job.pushImage('team/app', 'pushed', 'layer');
  expect((await job.send('HEAD', '/v2/team/app/manifests/pushed')).status).toBe(200);
  const digest = await job.pushBlob('team/app', 'blob');
  expect(await denial(job, `/v2/team/app/blobs/${digest}`)).toContain(
    `"User: arn:aws:sts::${ACCOUNT}:assumed-role/push/job is not authorized to perform: ecr:GetDownloadUrlForLayer on resource: ${arn} because no identity-based policy allows the ecr:GetDownloadUrlForLayer action"`,
  );
});

test('rejects what the permissions boundary of a user does not allow', async () => {
  const client = await user('bounded', all);
  expect((await client.send('GET', '/v2/team/app/tags/list')).status).toBe(200);
  const PolicyDocument = allow('ecr:BatchGetImage', '*');
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument }));
  await iam.send(
    new PutUserPermissionsBoundaryCommand({ UserName: 'bounded', PermissionsBoundary: Policy?.Arn }),
  );
  expect(await denial(client)).toContain('because no permissions boundary allows the ecr:ListImages action');
  expect((await client.send('GET', '/v2/team/app/manifests/none')).status).toBe(404);
});

test('rejects what a policy denies, whatever another allows', async () => {
  expect(await denial(await user('denied', all, notToList))).toContain(
    'with an explicit deny in an identity-based policy',
  );
});

describe('the policy of a repository', () => {
  beforeAll(() => createRepository(account, 'team/shared'));

  const set = (Effect: string, name: string) =>
    new ECRClient(account.sdk()).send(
      new SetRepositoryPolicyCommand({
        repositoryName: 'team/shared',
        policyText: JSON.stringify(
          policyOf({
            Effect,
            Principal: { AWS: `arn:aws:iam::${account.accountId}:user/${name}` },
            Action: 'ecr:ListImages',
          }),
        ),
      }),
    );
  const list = async (client: RegistryClient) => client.send('GET', '/v2/team/shared/tags/list');

  test('allows what no policy of the user does, and only there', async () => {
    const client = await user('guest');
    expect((await list(client)).status).toBe(403);
    await set('Allow', 'guest');
    expect((await list(client)).status).toBe(200);
    await denial(client, '/v2/team/shared/manifests/tag');
    await denial(client);
    expect((await list(await user('other'))).status).toBe(403);
  });

  test('denies what a policy of the user allows', async () => {
    const client = await user('banned', all);
    expect((await list(client)).status).toBe(200);
    await set('Deny', 'banned');
    expect(await denial(client, '/v2/team/shared/tags/list')).toContain(
      'with an explicit deny in a resource-based policy',
    );
  });

  test('does not allow what a policy of the user denies', async () => {
    const client = await user('refused', notToList);
    await set('Allow', 'refused');
    expect(await denial(client, '/v2/team/shared/tags/list')).toContain('with an explicit deny');
  });
});
