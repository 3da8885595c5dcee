import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { LocalAccount } from '../../../emulators/account/local-account';
import { EMPTY_TEMPLATE, PARAMETER_TEMPLATE } from './documents';
import { createUnrelatedResources } from './unrelated-resources';

const WAIT = { maxWaitTime: 30, minDelay: 1 };

/**
 * Creates stacks under an administrator's service role.
 *
 * Each has a change set, `theirs`, that its owner has not executed yet.
 */
export async function createStacksOfAnotherTeam(
  account: LocalAccount,
  names: readonly string[],
): Promise<void> {
  const { roleName } = await createUnrelatedResources(account);
  const RoleARN = `arn:aws:iam::${account.accountId}:role/${roleName}`;
  const client = new CloudFormationClient(account.sdk());
  for (const StackName of names) {
    await client.send(new CreateStackCommand({ StackName, RoleARN, TemplateBody: PARAMETER_TEMPLATE }));
    await waitUntilStackCreateComplete({ client, ...WAIT }, { StackName });
    const changeSet = { StackName, ChangeSetName: 'theirs' };
    await client.send(new CreateChangeSetCommand({ ...changeSet, TemplateBody: EMPTY_TEMPLATE }));
    await waitUntilChangeSetCreateComplete({ client, ...WAIT }, changeSet);
  }
}

/** Templates of stacks as they are deployed. */
export function readTemplates(
  account: LocalAccount,
  names: readonly string[],
): Promise<(string | undefined)[]> {
  const client = new CloudFormationClient(account.sdk());
  const read = async (StackName: string) =>
    (await client.send(new GetTemplateCommand({ StackName }))).TemplateBody;
  return Promise.all(names.map(read));
}

/** Names of the change sets of a stack. */
export async function readChangeSets(account: LocalAccount, StackName: string): Promise<string[]> {
  const client = new CloudFormationClient(account.sdk());
  const { Summaries = [] } = await client.send(new ListChangeSetsCommand({ StackName }));
  return Summaries.map(({ ChangeSetName = '' }) => ChangeSetName);
}
