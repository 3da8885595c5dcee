import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
  paginateDescribeStacks,
  Stack,
} from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { StageName } from '../../lib/config';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';

/** A stack as CloudFormation describes it. */
export interface StackState {
  readonly status: string;
  readonly updated: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** All stacks of the account by their names, as a user sees them. */
export async function readStacks(
  account: LocalAccount,
  credentials: Credentials,
): Promise<Map<string, StackState>> {
  const client = new CloudFormationClient(account.sdk(credentials));
  const stacks: Stack[] = [];
  for await (const page of paginateDescribeStacks({ client }, {})) stacks.push(...(page.Stacks ?? []));
  const states = stacks.map(({ StackName = '', StackStatus = '', LastUpdatedTime, Outputs = [] }) => {
    const outputs: Record<string, string> = {};
    for (const { OutputKey = '', OutputValue = '' } of Outputs) outputs[OutputKey] = OutputValue;
    return [
      StackName,
      { status: StackStatus, updated: LastUpdatedTime?.toISOString() ?? '', outputs },
    ] as const;
  });
  return new Map(states.sort(([a], [b]) => a.localeCompare(b)));
}

/** Names of the stacks that were created or updated meanwhile, or have another status. */
export function movedStacks(
  before: ReadonlyMap<string, StackState>,
  now: ReadonlyMap<string, StackState>,
): string[] {
  const isMoved = (name: string, { status, updated }: StackState) =>
    status !== before.get(name)?.status || updated !== before.get(name)?.updated;
  return [...now].filter(([name, stack]) => isMoved(name, stack)).map(([name]) => name);
}

/** A resource of a stack. */
export interface StackResourceState {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: string;
}

/** What a stack holds, in the order of logical ids. */
export async function readStackResources(
  account: LocalAccount,
  StackName: string,
): Promise<StackResourceState[]> {
  const client = new CloudFormationClient(account.sdk());
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return StackResources.map((resource) => ({
    logicalId: resource.LogicalResourceId ?? '',
    type: resource.ResourceType ?? '',
    physicalId: resource.PhysicalResourceId ?? '',
    status: resource.ResourceStatus ?? '',
  })).sort((a, b) => a.logicalId.localeCompare(b.logicalId));
}

/** What a stage is: its stacks with their templates as they were deployed, and their roles as they are. */
export async function readStage(account: LocalAccount, stageName: StageName): Promise<StageState> {
  const client = new CloudFormationClient(account.sdk());
  const stacks = await readStacks(account, account.sdk().credentials);
  const names = [...stacks.keys()].filter((name) => name.endsWith(stageName));
  const states = names.map(async (StackName) => {
    const { TemplateBody = '' } = await client.send(
      new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
    );
    const status = stacks.get(StackName)?.status ?? '';
    return [
      StackName,
      { status, template: TemplateBody, roles: await readRoles(account, StackName) },
    ] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

/** What the roles of a stack say of themselves, which may differ from its template after a bad roll-back. */
async function readRoles(account: LocalAccount, stackName: string): Promise<string[]> {
  const iam = new IAMClient(account.sdk());
  const roles = (await readStackResources(account, stackName)).filter(
    ({ type, status }) => type === 'AWS::IAM::Role' && status !== 'DELETE_COMPLETE',
  );
  return Promise.all(
    roles.map(async ({ physicalId: RoleName }) => {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      return Role?.Description ?? '';
    }),
  );
}

/** A stack of a stage. */
export interface StageStack {
  readonly status: string;
  readonly template: string;

  /** Descriptions of its roles. */
  readonly roles: readonly string[];
}

/** Stacks of a stage by their names. */
export type StageState = Readonly<Record<string, StageStack>>;

/** Templates of a stage by the names of their stacks. */
export function templatesOf(stage: StageState): Record<string, string> {
  return Object.fromEntries(Object.entries(stage).map(([name, { template }]) => [name, template]));
}

/** What a stage holds, without how its stacks came to it. */
export function contentsOf(stage: StageState): Record<string, Omit<StageStack, 'status'>> {
  return Object.fromEntries(
    Object.entries(stage).map(([name, { template, roles }]) => [name, { template, roles }]),
  );
}
