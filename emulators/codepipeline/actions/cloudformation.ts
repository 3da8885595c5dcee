import { setTimeout as sleep } from 'node:timers/promises';
import {
  Capability,
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { ActionFailure } from '../execution/action-failure';
import type { ActionContext, ActionRunner } from './action-runner';
import { readInput } from './read-input';
import { stackTemplate } from './stack-template';

const POLL_MILLISECONDS = 300;
const SUCCEEDED = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];

/** Creates, updates or deletes a stack (action reference: "AWS CloudFormation"). */
export const cloudFormationRunner: ActionRunner = async (context) => {
  const { ActionMode, StackName } = context.configuration;
  const { account, action, credentials } = context;
  const region = action.declaration.region ?? account.region;
  const client = new CloudFormationClient({ ...account.sdk(credentials), region });
  const before = await describe(client, StackName);
  const started = new Date();
  if (ActionMode === 'DELETE_ONLY') {
    if (!before) return;
    await client.send(new DeleteStackCommand({ StackName, RoleARN: context.configuration.RoleArn }));
  } else if (ActionMode === 'CREATE_UPDATE') {
    if (!(await createOrUpdate(client, context, before, region))) return;
  } else {
    throw new ActionFailure(
      'ConfigurationError',
      `ActionMode ${ActionMode} is not supported here, expected CREATE_UPDATE or DELETE_ONLY`,
    );
  }
  const stack = await settled(client, before?.StackId ?? StackName, context.signal);
  if (context.signal.aborted) return;
  context.action.externalExecutionId = stack?.StackId;
  if (!stack || stack.StackStatus === 'DELETE_COMPLETE') return;
  if (!SUCCEEDED.includes(stack.StackStatus ?? '')) {
    const reason = await firstFailure(client, StackName, started);
    throw new ActionFailure('JobFailed', `The stack ${StackName} is in ${stack.StackStatus}. ${reason}`);
  }
  context.action.outputVariables = outputs(stack);
};

/** Starts it; false when the stack is as the template wants it already. */
async function createOrUpdate(
  client: CloudFormationClient,
  context: ActionContext,
  before: Stack | undefined,
  region: string,
): Promise<boolean> {
  const { StackName, RoleArn, Capabilities, ParameterOverrides, TemplatePath, TemplateConfiguration } =
    context.configuration;
  if (before?.StackStatus === 'ROLLBACK_COMPLETE') {
    throw new ActionFailure(
      'JobFailed',
      `Stack ${StackName} is in ROLLBACK_COMPLETE: its first creation failed, and it cannot be updated. Delete it with 'aws cloudformation delete-stack --stack-name ${StackName} --region ${region}', then retry the stage`,
    );
  }
  const configuration = JSON.parse(
    TemplateConfiguration ? await readInput(context, TemplateConfiguration) : '{}',
  ) as { readonly Parameters?: Record<string, string>; readonly Tags?: Record<string, string> };
  const overrides = JSON.parse(ParameterOverrides ?? '{}') as Record<string, string>;
  const request = {
    StackName,
    ...(await stackTemplate(context, TemplatePath)),
    RoleARN: RoleArn,
    Capabilities: Capabilities?.split(',') as Capability[] | undefined,
    Parameters: Object.entries({ ...configuration.Parameters, ...overrides }).map(
      ([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }),
    ),
    Tags: Object.entries(configuration.Tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
  try {
    const { StackId } = await (before
      ? client.send(new UpdateStackCommand(request))
      : client.send(new CreateStackCommand(request)));
    context.action.externalExecutionId = StackId;
    return true;
  } catch (error) {
    if (/No updates are to be performed/.test((error as Error).message)) {
      context.action.externalExecutionId = before?.StackId;
      if (before) context.action.outputVariables = outputs(before);
      return false;
    }
    throw error;
  }
}

async function describe(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
}

async function settled(
  client: CloudFormationClient,
  stackName: string,
  signal: AbortSignal,
): Promise<Stack | undefined> {
  for (;;) {
    const stack = await describe(client, stackName);
    if (signal.aborted || !stack?.StackStatus?.endsWith('_IN_PROGRESS')) return stack;
    await sleep(POLL_MILLISECONDS);
  }
}

async function firstFailure(client: CloudFormationClient, StackName: string, since: Date): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const failures = StackEvents.filter(
    ({ ResourceStatus, Timestamp }) =>
      ResourceStatus?.endsWith('_FAILED') && Timestamp && Timestamp.getTime() >= since.getTime() - 1000,
  );
  const first = failures.at(-1);
  return first
    ? `${first.LogicalResourceId} (${first.ResourceType}): ${first.ResourceStatusReason}`
    : 'Its events give no reason';
}

function outputs({ Outputs = [] }: Stack): Record<string, string> {
  return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
