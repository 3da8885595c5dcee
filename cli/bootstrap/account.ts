import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  Stack,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { parse } from 'yaml';
import { readCaller } from '../shared/caller';
import { Place } from './settings/place';
import { TOOLKIT_STACK } from '../../lib/names';
import { Toolkit } from './plan/plan';
import { Template } from './toolkit/toolkit-template';

/** Stacks of which nothing but their name is left. */
const EMPTY = ['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'];

/** The account of the caller's credentials. */
export class Account {
  /** @throws Error when there are no credentials, or no region */
  static async ofCaller(): Promise<Account> {
    const { arn, account, region } = await readCaller();
    return new Account(arn, { account, region });
  }

  private constructor(
    readonly caller: string,
    readonly place: Place,
  ) {}

  /** A stack by its name, one that has only a change set yet included. @returns undefined if there is none */
  async stack(region: string, StackName: string): Promise<Stack | undefined> {
    try {
      const client = new CloudFormationClient({ region });
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
      return Stacks?.[0];
    } catch (error) {
      if (/does not exist/.test((error as Error).message)) return undefined;
      throw error;
    }
  }

  /** The toolkit as it stands, if there is one. */
  async currentToolkit(region: string): Promise<Toolkit | undefined> {
    const stack = await this.stack(region, TOOLKIT_STACK);
    if (!stack || EMPTY.includes(stack.StackStatus ?? '')) return undefined;
    const { TemplateBody = '' } = await new CloudFormationClient({ region }).send(
      new GetTemplateCommand({ StackName: TOOLKIT_STACK, TemplateStage: 'Original' }),
    );
    const trusted = stack.Parameters?.find(({ ParameterKey }) => ParameterKey === 'TrustedAccounts');
    const trusts = (trusted?.ParameterValue ?? '').split(',').filter(Boolean);
    return { template: parse(TemplateBody) as Template, trusts };
  }

  /** Removes what a first bootstrap leaves behind that was rolled back: a stack with nothing in it. */
  async removeFailedToolkit(region: string): Promise<void> {
    const stack = await this.stack(region, TOOLKIT_STACK);
    if (!stack || !EMPTY.includes(stack.StackStatus ?? '')) return;
    const client = new CloudFormationClient({ region });
    await client.send(new DeleteStackCommand({ StackName: TOOLKIT_STACK }));
    await waitUntilStackDeleteComplete({ client, maxWaitTime: 120 }, { StackName: stack.StackId });
  }
}
