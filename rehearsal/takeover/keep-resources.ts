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
 * Has a stack keep all its resources when it is deleted.
 *
 * All, and not the repository alone: without the groups and the role no user could pull or push. CloudFormation has
 * ignored updates of nothing but deletion policies, so each resource gets an entry in its metadata too.
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
      TemplateBody: retainAll(TemplateBody),
      Parameters: stack.Parameters?.map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackUpdateComplete({ client, ...WAIT }, { StackName });
}

/**
 * Deletes a stack that keeps its resources.
 *
 * @throws Error that names what was deleted although it was to be kept
 */
export async function deleteStackOnly(account: LocalAccount, StackName: string): Promise<void> {
  const client = new CloudFormationClient(account.sdk());
  const { Stacks: [{ StackId }] = [{}] } = await client.send(new DescribeStacksCommand({ StackName }));
  await client.send(new DeleteStackCommand({ StackName }));
  // A deleted stack is found by its id only.
  await waitUntilStackDeleteComplete({ client, ...WAIT }, { StackName: StackId }).catch(async () => {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: StackId }));
    const reason = `${stack.StackStatus}: ${stack.StackStatusReason}`;
    throw new Error(`${StackName} is in ${reason}, expected it to be deleted and to keep its resources`);
  });
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: StackId }));
  const deleted = StackEvents.filter(
    (event) => event.ResourceStatus === 'DELETE_COMPLETE' && event.PhysicalResourceId !== StackId,
  ).map((event) => event.PhysicalResourceId);
  if (deleted.length > 0)
    throw new Error(`${StackName} deleted ${deleted.join(', ')}, expected all to be kept`);
}

/** A template in which every resource outlives its stack. */
export function retainAll(body: string): string {
  const template = JSON.parse(body) as Template;
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => {
      const Metadata = { ...resource.Metadata, KeptFor: 'Slipway' };
      return [id, { ...resource, Metadata, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }];
    }),
  );
  return JSON.stringify({ ...template, Resources });
}
