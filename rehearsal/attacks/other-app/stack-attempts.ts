import {
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  RollbackStackCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import distribution from '../../../distribution.config';
import { DISTRIBUTION_TAG } from '../../../lib/names';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/assume-role';
import { toolkitRoleArn } from '../../actors/toolkit-name';

export const TEMPLATE = JSON.stringify({ Resources: { Nothing: { Type: 'AWS::CDK::Metadata' } } });

/** Whatever our deploy role could try on a stack of another app, with our tag and our role in the request as well. */
export class StackAttempts {
  /** Acts as the operator does, by the deploy role. */
  static async byDeployRole(account: LocalAccount, operator: Credentials): Promise<StackAttempts> {
    const session = await assumeRole(account, toolkitRoleArn(account, 'deploy'), operator);
    return new StackAttempts(
      new CloudFormationClient(account.sdk(session)),
      toolkitRoleArn(account, 'cfn-exec'),
    );
  }

  /** How many were made. */
  count = 0;

  private constructor(
    private readonly client: CloudFormationClient,
    private readonly executionRole: string,
  ) {}

  /**
   * What was not refused, by its name.
   *
   * @param ChangeSetName A change set of the stack that its owner has made.
   */
  async done(StackName: string, ChangeSetName: string): Promise<string[]> {
    const done: string[] = [];
    for (const [name, attempt] of Object.entries(this.attempts(StackName, ChangeSetName))) {
      this.count += 1;
      if (!(await isRefused(attempt()))) done.push(name);
    }
    return done;
  }

  private attempts(StackName: string, ChangeSetName: string): Record<string, () => Promise<unknown>> {
    const { client, executionRole: RoleARN } = this;
    const Tags = [{ Key: DISTRIBUTION_TAG, Value: distribution.name }];
    const changed = { StackName, TemplateBody: TEMPLATE };
    const theirs = { StackName, ChangeSetName };
    const ours = { ...changed, ChangeSetName: 'ours' };
    return {
      rewritten: () => client.send(new UpdateStackCommand(changed)),
      'rewritten with our tag': () => client.send(new UpdateStackCommand({ ...changed, Tags })),
      'rewritten with our tag and role': () =>
        client.send(new UpdateStackCommand({ ...changed, Tags, RoleARN })),
      'created again': () => client.send(new CreateStackCommand({ ...changed, Tags })),
      'given a change set': () => client.send(new CreateChangeSetCommand(ours)),
      'given a change set with our tag': () => client.send(new CreateChangeSetCommand({ ...ours, Tags })),
      'given a change set with our tag and role': () =>
        client.send(new CreateChangeSetCommand({ ...ours, Tags, RoleARN })),
      'given a change set that imports': () =>
        client.send(
          new CreateChangeSetCommand({
            ...ours,
            Tags,
            RoleARN,
            ChangeSetType: 'UPDATE',
            ImportExistingResources: true,
          }),
        ),
      'its change set executed': () => client.send(new ExecuteChangeSetCommand(theirs)),
      'its change set deleted': () => client.send(new DeleteChangeSetCommand(theirs)),
      'its change set read': () => client.send(new DescribeChangeSetCommand(theirs)),
      'rolled back': () => client.send(new RollbackStackCommand({ StackName, RoleARN })),
      'its roll-back continued': () => client.send(new ContinueUpdateRollbackCommand({ StackName, RoleARN })),
      deleted: () => client.send(new DeleteStackCommand({ StackName })),
      'deleted with our role': () => client.send(new DeleteStackCommand({ StackName, RoleARN })),
      protected: () =>
        client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: true })),
      read: () => client.send(new GetTemplateCommand({ StackName })),
    };
  }
}

async function isRefused(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    return (error as Error).name === 'AccessDenied';
  }
}
