import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { setTimeout as sleep } from 'node:timers/promises';
import { Credentials, LocalAccount } from '../../../rehearsal/account/local-account';

export interface Template {
  readonly Parameters?: Record<string, { readonly Type: string; readonly Default: string }>;
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: object }>;
  readonly Outputs?: Record<string, { readonly Value: unknown }>;
}

/** A stack that a test creates, updates and deletes. */
export class TestStack {
  private static count = 0;

  private readonly client: CloudFormationClient;
  private id = `Test${++TestStack.count}`;

  /** @param caller Who works on it. @default - the account's root */
  constructor(account: LocalAccount, caller?: Credentials) {
    this.client = new CloudFormationClient(account.sdk(caller));
  }

  /** @returns the status in which it ends */
  async create(template: Template, RoleARN?: string): Promise<string> {
    const command = new CreateStackCommand({ StackName: this.id, RoleARN, ...request(template) });
    this.id = (await this.client.send(command)).StackId ?? this.id;
    return this.settled();
  }

  async update(template: Template, RoleARN?: string): Promise<string> {
    await this.client.send(new UpdateStackCommand({ StackName: this.id, RoleARN, ...request(template) }));
    return this.settled();
  }

  async delete(): Promise<string> {
    await this.client.send(new DeleteStackCommand({ StackName: this.id }));
    return this.settled();
  }

  async output(name: string): Promise<string | undefined> {
    return (await this.describe())?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  }

  /** Why its resources failed. */
  async failures(): Promise<string> {
    const { StackEvents = [] } = await this.client.send(
      new DescribeStackEventsCommand({ StackName: this.id }),
    );
    return StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'))
      .map(({ ResourceStatusReason }) => ResourceStatusReason)
      .join('\n');
  }

  private async settled(): Promise<string> {
    for (;;) {
      const status = (await this.describe())?.StackStatus ?? '';
      if (!status.endsWith('_IN_PROGRESS')) return status;
      await sleep(20);
    }
  }

  private async describe() {
    const { Stacks = [] } = await this.client.send(new DescribeStacksCommand({ StackName: this.id }));
    return Stacks.at(0);
  }
}

function request(template: Template) {
  return { TemplateBody: JSON.stringify(template), Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
}
