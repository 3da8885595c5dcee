import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dispatch } from '../../../../emulators/codepipeline/server/dispatch';
import type { Caller } from '../../../../emulators/codepipeline/server/caller';
import { serve } from '../../../../emulators/codepipeline/server/http-server';
import { ServiceError } from '../../../../emulators/codepipeline/server/service-error';

/** Two providers of one service, as CodePipeline has them. */
class Reading {
  readonly created = new Date(1_700_000_000_500);

  GetThing({ name }: { name?: string }, caller: Caller): object {
    if (name === 'none') throw new ServiceError('ThingNotFoundException', 'there is no such thing');
    if (name === 'bug') throw new Error('a mistake');
    return { name, caller, created: this.created, versions: [{ updated: this.created }] };
  }
}
const writing = { PutThing: () => Promise.resolve({ put: true }) };

let server: Server;
beforeAll(async () => {
  const services = { Things_20200101: [new Reading(), writing] };
  server = serve('secret', (...call) => dispatch(services, ...call)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

async function call(target: string, body: string, headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'X-Local-Secret': 'secret', 'X-Amz-Target': target, ...headers },
    body,
  });
  return { status: response.status, body: await response.json() };
}

test('the server answers in JSON, with dates in seconds, and knows the caller that the account names', async () => {
  const caller = { arn: 'arn:caller', accountId: '123456789012', region: 'eu-west-1' };
  const headers = {
    'X-Local-Caller': caller.arn,
    'X-Local-Account': caller.accountId,
    'X-Local-Region': caller.region,
  };
  const created = 1_700_000_000.5;
  expect(await call('Things_20200101.GetThing', '{"name":"a"}', headers)).toEqual({
    status: 200,
    body: { name: 'a', caller, created, versions: [{ updated: created }] },
  });
});

test('the server asks each provider of a service, and waits for the answer', async () => {
  expect(await call('Things_20200101.PutThing', '')).toEqual({ status: 200, body: { put: true } });
});

test.each([
  ['no secret', ''],
  ['another secret', 'secrets'],
])('the server rejects a call with %s', async (_, secret) => {
  const { status, body } = await call('Things_20200101.PutThing', '{}', { 'X-Local-Secret': secret });
  expect([status, body]).toEqual([403, expect.objectContaining({ __type: 'AccessDeniedException' })]);
});

test.each([
  ['an operation that is not supported', 'Things_20200101.DropThing'],
  ['another service', 'Things_20190101.GetThing'],
  ['no operation', ''],
  ['a method that every object has', 'Things_20200101.constructor'],
])('the server rejects a call of %s', async (_, target) => {
  const { status, body } = await call(target, '{}');
  expect([status, body]).toEqual([
    400,
    { __type: 'UnknownOperationException', message: expect.any(String) as string },
  ]);
});

test('the server answers errors with their codes', async () => {
  expect(await call('Things_20200101.GetThing', '{"name":"none"}')).toEqual({
    status: 400,
    body: { __type: 'ThingNotFoundException', message: 'there is no such thing' },
  });
  expect(await call('Things_20200101.GetThing', '{"name":"bug"}')).toEqual({
    status: 500,
    body: { __type: 'InternalFailure', message: 'a mistake' },
  });
  expect(await call('Things_20200101.GetThing', '{')).toMatchObject({
    status: 400,
    body: { __type: 'SerializationException' },
  });
});
