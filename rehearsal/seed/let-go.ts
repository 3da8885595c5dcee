import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateStackCommand,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { LocalAccount } from '../../emulators/account/local-account';

const WAIT = { maxWaitTime: 60, minDelay: 1, maxDelay: 1 };

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Metadata?: object }>>;
}

/**
 * Tells a stack to keep everything in it when it goes.
 *
 * Everything, and not the repository alone: without its groups and its role nobody could pull or push. An update
 * of deletion policies alone has been passed over by CloudFormation, so each resource gets a word of metadata too.
 */
export async function keepResources(account: LocalAccount, StackName: string): Promise<void> {
  const client = new CloudFormationClient(account.sdk());
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  const { TemplateBody = '' } = await client.send(
    new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
  );
  await client.send(
    new UpdateStackCommand({
      StackName,
      TemplateBody: keepEverything(TemplateBody),
      Parameters: stack.Parameters?.map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackUpdateComplete({ client, ...WAIT }, { StackName });
}

/**
 * Deletes a stack that keeps what it holds.
 *
 * @throws Error that names what was deleted although it was to be kept
 */
export async function deleteStackAlone(account: LocalAccount, StackName: string): Promise<void> {
  const client = new CloudFormationClient(account.sdk());
  const { Stacks: [{ StackId }] = [{}] } = await client.send(new DescribeStacksCommand({ StackName }));
  await client.send(new DeleteStackCommand({ StackName }));
  // A stack that is gone is known by its id only.
  await waitUntilStackDeleteComplete({ client, ...WAIT }, { StackName: StackId }).catch(async () => {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: StackId }));
    const reason = `${stack.StackStatus}: ${stack.StackStatusReason}`;
    throw new Error(`${StackName} is in ${reason}, expected it to go and to keep what it holds`);
  });
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: StackId }));
  const deleted = StackEvents.filter(
    (event) => event.ResourceStatus === 'DELETE_COMPLETE' && event.PhysicalResourceId !== StackId,
  ).map((event) => event.PhysicalResourceId);
  if (deleted.length > 0)
    throw new Error(`${StackName} deleted ${deleted.join(', ')}, expected all to be kept`);
}

/** A template in which every resource outlives its stack. */
export function keepEverything(body: string): string {
  const template = JSON.parse(body) as Template;
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => {
      const Metadata = { ...resource.Metadata, KeptFor: 'Slipway' };
      return [id, { ...resource, Metadata, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }];
    }),
  );
  return JSON.stringify({ ...template, Resources });
}
