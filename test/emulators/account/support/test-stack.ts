import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  Tag,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { setTimeout as sleep } from 'node:timers/promises';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';

export interface Template {
  readonly Parameters?: Record<string, { readonly Type: string; readonly Default: string }>;
  readonly Resources: Record<
    string,
    { readonly Type: string; readonly Properties?: object; readonly DependsOn?: string }
  >;
  readonly Outputs?: Record<string, { readonly Value: unknown }>;
}

/** A stack that a test creates, updates and deletes. */
export class TestStack {
  private static count = 0;

  private readonly client: CloudFormationClient;

  /**
   * @param caller Who works on it. @default - the account's root
   * @param id Its name, or its id once it exists. @default - a new name
   * @param tags Its tags. @default - none
   */
  constructor(
    private readonly account: LocalAccount,
    caller?: Credentials,
    private id = `Test${++TestStack.count}`,
    public tags: Tag[] = [],
  ) {
    this.client = new CloudFormationClient(account.sdk(caller));
  }

  /** The same stack in the hands of another user. */
  as(caller: Credentials): TestStack {
    return new TestStack(this.account, caller, this.id, this.tags);
  }

  /** @returns the status in which it ends */
  async create(template: Template, RoleARN?: string): Promise<string> {
    const command = new CreateStackCommand({ StackName: this.id, RoleARN, ...this.request(template) });
    this.id = (await this.client.send(command)).StackId ?? this.id;
    return this.settled();
  }

  /** @throws Error when it is not created */
  async make(template: Template): Promise<void> {
    const status = await this.create(template);
    if (status !== 'CREATE_COMPLETE') {
      throw new Error(`the stack is ${status}, expected CREATE_COMPLETE: ${await this.failures()}`);
    }
  }

  async update(template: Template, RoleARN?: string): Promise<string> {
    await this.client.send(
      new UpdateStackCommand({ StackName: this.id, RoleARN, ...this.request(template) }),
    );
    return this.settled();
  }

  async delete(RoleARN?: string): Promise<string> {
    await this.client.send(new DeleteStackCommand({ StackName: this.id, RoleARN }));
    return this.settled();
  }

  async output(name: string): Promise<string | undefined> {
    return (await this.describe())?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  }

  /** ARN of its service role. */
  async role(): Promise<string | undefined> {
    return (await this.describe())?.RoleARN;
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

  /** @returns the status in which what is under way ends */
  async settled(): Promise<string> {
    for (;;) {
      const status = (await this.describe())?.StackStatus ?? '';
      if (!status.endsWith('_IN_PROGRESS')) return status;
      await sleep(20);
    }
  }

  private request(template: Template) {
    return {
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_NAMED_IAM' as const],
      Tags: this.tags,
    };
  }

  private async describe() {
    const { Stacks = [] } = await this.client.send(new DescribeStacksCommand({ StackName: this.id }));
    return Stacks.at(0);
  }
}
