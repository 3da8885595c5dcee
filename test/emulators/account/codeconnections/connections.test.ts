import { AwsV4Signer } from 'aws4fetch';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import * as fs from 'node:fs/promises';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { allow } from '../support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

const TARGETS = {
  codeconnections: 'com.amazonaws.codeconnections.CodeConnections_20231201',
  'codestar-connections': 'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
} as const;
type Service = keyof typeof TARGETS;

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

/** A call of a service that has no client among the packages. */
async function call(credentials: Credentials, service: Service, operation: string, ConnectionArn: string) {
  const body = JSON.stringify({ ConnectionArn });
  const signed = await new AwsV4Signer({
    ...credentials,
    service,
    region: account.region,
    url: account.endpoint,
    method: 'POST',
    headers: {
      'X-Amz-Target': `${TARGETS[service]}.${operation}`,
      'Content-Type': 'application/x-amz-json-1.0',
    },
    body,
  }).sign();
  const headers = Object.fromEntries(signed.headers);
  const ca = await fs.readFile(account.caBundle);
  return new Promise<Record<string, unknown>>((resolve, reject) => {
    const sent = request(signed.url, { method: 'POST', headers, ca }, (response) => {
      text(response).then((answer) => resolve(JSON.parse(answer) as Record<string, unknown>), reject);
    });
    sent.once('error', reject).end(body);
  });
}

const template = (type: string, ConnectionName = 'own') => ({
  Resources: { Connection: { Type: type, Properties: { ConnectionName, ProviderType: 'GitHub' } } },
  Outputs: {
    Ref: { Value: { Ref: 'Connection' } },
    Arn: { Value: { 'Fn::GetAtt': ['Connection', 'ConnectionArn'] } },
    Status: { Value: { 'Fn::GetAtt': ['Connection', 'ConnectionStatus'] } },
  },
});

describe.each([
  ['AWS::CodeConnections::Connection', 'codeconnections', 'codestar-connections'],
  ['AWS::CodeStarConnections::Connection', 'codestar-connections', 'codeconnections'],
] as const)('%s', (type, service, other) => {
  let stack: TestStack;
  let arn: string;

  beforeEach(async () => {
    stack = new TestStack(account);
    await stack.make(template(type));
    arn = (await stack.output('Ref')) ?? '';
  });

  test('is pending when it is created, and gone when it is deleted', async () => {
    expect(arn).toMatch(new RegExp(`^arn:aws:${service}:eu-west-1:${ACCOUNT}:connection/[0-9a-f-]{36}$`));
    expect(await stack.output('Arn')).toBe(arn);
    expect(await stack.output('Status')).toBe('PENDING');
    expect(await call(account.root, service, 'GetConnection', arn)).toEqual({
      Connection: {
        ConnectionArn: arn,
        ConnectionName: 'own',
        ConnectionStatus: 'PENDING',
        OwnerAccountId: ACCOUNT,
        ProviderType: 'GitHub',
      },
    });
    await stack.delete();
    expect(await call(account.root, service, 'GetConnection', arn)).toMatchObject({
      __type: 'ResourceNotFoundException',
    });
  });

  test('is another one after its name changed', async () => {
    expect(await stack.update(template(type, 'renamed'))).toBe('UPDATE_COMPLETE');
    expect(await stack.output('Ref')).not.toBe(arn);
    expect(await call(account.root, service, 'GetConnection', arn)).toHaveProperty('__type');
  });

  test('is available once a caller with the permission has completed it', async () => {
    const policy = allow(`${service}:UpdateConnectionInstallation`, arn);
    const operator = await createUser(account, `${service}-operator`, policy);
    const stranger = await createUser(account, `${service}-stranger`, allow(`${service}:*`, `${arn}x`));
    const status = async () => (await call(account.root, service, 'UseConnection', arn)).ConnectionStatus;

    expect(await call(stranger, service, 'UpdateConnectionInstallation', arn)).toEqual({
      __type: 'AccessDeniedException',
      message:
        `User: arn:aws:iam::${ACCOUNT}:user/${service}-stranger is not authorized to perform: ` +
        `${service}:UpdateConnectionInstallation on resource: ${arn} because no identity-based policy ` +
        `allows the ${service}:UpdateConnectionInstallation action`,
    });
    expect(await status()).toBe('PENDING');
    expect(await call(operator, service, 'UpdateConnectionInstallation', arn)).toEqual({});
    expect(await status()).toBe('AVAILABLE');
  });

  test('is used by those who may, under the prefix of the call', async () => {
    const user = (name: string, action: string) =>
      createUser(account, `${service}-${name}`, allow(action, arn));
    const may = await user('may', `${service}:UseConnection`);
    const mayOther = await user('may-other', `${other}:UseConnection`);
    expect(await call(may, service, 'UseConnection', arn)).toEqual({ ConnectionStatus: 'PENDING' });
    for (const [who, asked] of [
      [mayOther, service],
      [may, other],
    ] as const) {
      expect(await call(who, asked, 'UseConnection', arn)).toMatchObject({ __type: 'AccessDeniedException' });
    }
    expect(await call(may, service, 'GetConnection', arn)).toMatchObject({ __type: 'AccessDeniedException' });
  });

  test('rejects a wrong key', async () => {
    const wrong = { ...account.root, secretAccessKey: 'wrong' };
    expect(await call(wrong, service, 'UseConnection', arn)).toMatchObject({
      __type: 'InvalidSignatureException',
    });
  });
});
