import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { stackUnder } from '../cloudformation/execution-role';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { Template, TestStack } from '../support/test-stack';

const LOGS = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:`;

let account: LocalAccount;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  account = await openAccount();
  client = new CloudWatchLogsClient(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

const template = (Properties: object = {}): Template => ({
  Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties } },
  Outputs: { Ref: { Value: { Ref: 'Group' } }, Arn: { Value: { 'Fn::GetAtt': ['Group', 'Arn'] } } },
});

async function group(logGroupNamePrefix: string): Promise<LogGroup | undefined> {
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  return logGroups.find(({ logGroupName }) => logGroupName === logGroupNamePrefix);
}

test('is made by its name and keeps what it retains, changes that in place, and is deleted', async () => {
  const stack = new TestStack(account);
  const named = (RetentionInDays?: number) => template({ LogGroupName: '/own/group', RetentionInDays });
  expect(await stack.create(named(30))).toBe('CREATE_COMPLETE');
  expect(await stack.output('Ref')).toBe('/own/group');
  expect(await stack.output('Arn')).toBe(`${LOGS}/own/group:*`);
  const made = await group('/own/group');
  expect(made?.retentionInDays).toBe(30);
  expect(await stack.update(named(7))).toBe('UPDATE_COMPLETE');
  expect(await group('/own/group')).toMatchObject({ retentionInDays: 7, creationTime: made?.creationTime });
  expect(await stack.update(named())).toBe('UPDATE_COMPLETE');
  expect((await group('/own/group'))?.retentionInDays).toBeUndefined();
  await stack.delete();
  expect(await group('/own/group')).toBeUndefined();
});

test('is named after its stack, and keeps that name', async () => {
  const stack = new TestStack(account);
  expect(await stack.create(template())).toBe('CREATE_COMPLETE');
  const name = (await stack.output('Ref')) ?? '';
  expect(name).toMatch(/^Test\d+-Group-\w+$/);
  const { creationTime } = (await group(name)) ?? {};
  expect(await stack.update(template({ RetentionInDays: 7 }))).toBe('UPDATE_COMPLETE');
  expect(await stack.output('Ref')).toBe(name);
  expect(await group(name)).toMatchObject({ creationTime, retentionInDays: 7 });
});

test('is another one after its name changed', async () => {
  const stack = new TestStack(account);
  await stack.create(template({ LogGroupName: 'before' }));
  expect(await stack.update(template({ LogGroupName: 'after' }))).toBe('UPDATE_COMPLETE');
  expect(await stack.output('Ref')).toBe('after');
  expect(await group('before')).toBeUndefined();
});

test('is refused where there is one of that name, which stays as it is', async () => {
  await client.send(new CreateLogGroupCommand({ logGroupName: 'taken', tags: { owner: 'first' } }));
  const before = await group('taken');
  const stack = new TestStack(account);
  expect(await stack.create(template({ LogGroupName: 'taken', RetentionInDays: 1 }))).toBe(
    'ROLLBACK_COMPLETE',
  );
  expect(await stack.failures()).toContain(
    `Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"taken"}' already exists.`,
  );
  expect(await group('taken')).toEqual(before);
});

test.each([
  [{ RetentionInDays: 31 }, '#/RetentionInDays: 31 is not one of 1, 3, 5,'],
  [{ LogGroupName: 'two words' }, '#/LogGroupName: two words does not match'],
])('is refused with %j', async (properties, words) => {
  const stack = new TestStack(account);
  expect(await stack.create(template(properties))).toBe('ROLLBACK_COMPLETE');
  expect(await stack.failures()).toContain(words);
});

describe('under a role', () => {
  const name = '/own/bounded';
  const properties = { LogGroupName: name, RetentionInDays: 30, Tags: [{ Key: 'team', Value: 'images' }] };
  const whole = [
    { Action: 'logs:DescribeLogGroups', Resource: `${LOGS}*` },
    {
      Action: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogGroup'],
      Resource: `${LOGS}${name}:*`,
    },
    { Action: ['logs:ListTagsForResource', 'logs:TagResource'], Resource: `${LOGS}${name}` },
  ];

  test('is made, changed and deleted with the permissions on its own ARNs', async () => {
    const { stack, create } = await stackUnder(account, ...whole);
    expect(await create(template(properties))).toBe('CREATE_COMPLETE');
    expect(await stack.update(template({ ...properties, RetentionInDays: 7 }))).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  test.each(['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:TagResource', 'logs:DescribeLogGroups'])(
    'is not made without %s',
    async (permission) => {
      const denial = { Effect: 'Deny' as const, Action: permission };
      const { stack, create } = await stackUnder(account, ...whole, denial);
      expect(await create(template(properties))).toBe('ROLLBACK_COMPLETE');
      expect(await stack.failures()).toContain(`not authorized to perform: ${permission} `);
      expect(await group(name)).toBeUndefined();
    },
  );

  test('is not changed without the permission to change it, or to read its tags', async () => {
    const { stack, create, mayNow } = await stackUnder(account, ...whole);
    expect(await create(template(properties))).toBe('CREATE_COMPLETE');
    const forever = { LogGroupName: name, Tags: properties.Tags };
    expect(await stack.update(template(forever))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: logs:DeleteRetentionPolicy ');
    await mayNow(...whole.slice(0, 2), { Action: 'logs:DeleteRetentionPolicy' });
    expect(await stack.update(template(forever))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain('not authorized to perform: logs:ListTagsForResource ');
  });
});
