import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { roleTemplate } from './execution-role';
import { allow } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

const TEAM = [{ Key: 'team', Value: 'images' }];
const OWN = { StringEquals: { 'aws:ResourceTag/team': 'images' } };

let account: LocalAccount;
let users = 0;

beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

const userIf = (Action: string, Condition: object = OWN): Promise<Credentials> =>
  createUser(account, `user${++users}`, allow(Action, '*', Condition));

describe('a change set', () => {
  const root = () => new CloudFormationClient(account.sdk());
  const create = (client: CloudFormationClient, StackName: string, changes: object = {}) =>
    client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: 'changes',
        ChangeSetType: 'CREATE',
        TemplateBody: JSON.stringify(roleTemplate()),
        Capabilities: ['CAPABILITY_IAM'],
        Tags: TEAM,
        ...changes,
      }),
    );

  test('does not give its tags to a stack that is in review', async () => {
    await create(root(), 'reviewed');
    const user = new CloudFormationClient(account.sdk(await userIf('cloudformation:*')));
    const names = { StackName: 'reviewed', ChangeSetName: 'changes' };
    expect(await refusalOf(user.send(new ExecuteChangeSetCommand(names)))).toContain('ExecuteChangeSet');
    await root().send(new ExecuteChangeSetCommand(names));
    const stack = new TestStack(account, undefined, 'reviewed');
    expect(await stack.settled()).toBe('CREATE_COMPLETE');
    await create(user, 'reviewed', { ChangeSetType: 'UPDATE', ChangeSetName: 'later' });
  });

  test('is known by its name', async () => {
    const Condition = { StringLike: { 'cloudformation:ChangeSetName': 'release-*' } };
    const user = new CloudFormationClient(account.sdk(await userIf('cloudformation:*', Condition)));
    expect(await refusalOf(create(user, 'named'))).toContain('CreateChangeSet');
    const { Id } = await create(user, 'named', { ChangeSetName: 'release-1' });
    await create(root(), 'named', { ChangeSetName: 'other' });
    const remove = (ChangeSetName?: string) =>
      user.send(new DeleteChangeSetCommand({ StackName: 'named', ChangeSetName }));
    expect(await refusalOf(remove('other'))).toContain('DeleteChangeSet');
    await remove(Id);
  });

  test('is known by the types that it imports', async () => {
    const logGroupName = 'imported';
    await new CloudWatchLogsClient(account.sdk()).send(new CreateLogGroupCommand({ logGroupName }));
    const group = {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Retain',
      Properties: { LogGroupName: logGroupName },
    };
    const imports = {
      ChangeSetType: 'IMPORT',
      Tags: undefined,
      TemplateBody: JSON.stringify({ Resources: { Group: group } }),
      ResourcesToImport: [
        {
          ResourceType: 'AWS::Logs::LogGroup',
          LogicalResourceId: 'Group',
          ResourceIdentifier: { LogGroupName: logGroupName },
        },
      ],
    };
    const types = (...names: string[]) => ({
      'ForAnyValue:StringLike': { 'cloudformation:ImportResourceTypes': names },
    });
    const clientIf = async (Condition: object) =>
      new CloudFormationClient(account.sdk(await userIf('cloudformation:CreateChangeSet', Condition)));
    const ofRoles = await clientIf(types('AWS::IAM::*'));
    expect(await refusalOf(create(ofRoles, 'importing', imports))).toContain('CreateChangeSet');
    const nothing = await clientIf({ Null: { 'cloudformation:ImportResourceTypes': 'true' } });
    expect(await refusalOf(create(nothing, 'importing', imports))).toContain('CreateChangeSet');
    await create(nothing, 'not-importing');
    await create(await clientIf(types('AWS::Logs::*')), 'importing', imports);
  });
});
