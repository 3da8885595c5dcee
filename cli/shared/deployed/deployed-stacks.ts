import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStacks,
  StackStatus,
} from '@aws-sdk/client-cloudformation';
import type { ReviewedStack, Template, Unread } from '../../../lib/review';
import { withLostLetters } from './lost-letters';

/** Where a stack is; what is left out is the caller's. */
export type StackPlace = Pick<ReviewedStack, 'account' | 'region'>;

/** What is deployed, as far as it could be read. */
export interface DeployedStacks {
  /** Those that are there; a stack that is neither here nor unread is not deployed yet. */
  readonly before: readonly ReviewedStack[];
  readonly unread: readonly Unread[];
}

/** Statuses in which a stack has what its template says, as CloudFormation keeps it after a roll-back too. */
const SETTLED: readonly string[] = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
];

/** A stack whose first creation was rolled back: its template is there, and nothing of what it says. */
const EMPTY = 'ROLLBACK_COMPLETE';

/** CloudFormation lists deleted stacks for ninety days ("ListStacks", AWS CloudFormation API Reference). */
const EXISTING = Object.values(StackStatus).filter((status) => status !== 'DELETE_COMPLETE');

/** Templates that are asked for at a time: CloudFormation throttles more. */
const AT_A_TIME = 5;

/**
 * Reads what is deployed of stacks that are going to be deployed.
 *
 * A stack is taken for not there only if the list of stacks says so. Its name alone does not tell that a stack is ours:
 * the review role may read what has the tag of the distribution, so that a stack of somebody else is unread, as is
 * whatever cannot be looked at or is half-way between two states.
 *
 * @param clientFor A client under the review role of a place; what it throws is the reason why nothing is read there.
 */
export async function deployedStacks(
  after: readonly ReviewedStack[],
  clientFor: (place: StackPlace) => Promise<CloudFormationClient>,
): Promise<DeployedStacks> {
  const places = new Map<string, ReviewedStack[]>();
  for (const stack of after) {
    const key = JSON.stringify([stack.account, stack.region]);
    places.set(key, [...(places.get(key) ?? []), stack]);
  }
  const found = await Promise.all([...places.values()].map((stacks) => readPlace(stacks, clientFor)));
  return { before: found.flatMap(({ before }) => before), unread: found.flatMap(({ unread }) => unread) };
}

async function readPlace(
  stacks: readonly ReviewedStack[],
  clientFor: (place: StackPlace) => Promise<CloudFormationClient>,
): Promise<DeployedStacks> {
  try {
    const [{ account, region }] = stacks;
    const client = await clientFor({ account, region });
    const statuses = await statusesOf(client);
    const [before, unread, lost]: [ReviewedStack[], Unread[], string[]] = [[], [], []];
    const waiting = stacks.filter(({ name }) => statuses.has(name));
    const readNext = async (): Promise<void> => {
      for (let stack = waiting.shift(); stack; stack = waiting.shift()) {
        const read = await readStack(client, stack, statuses.get(stack.name) ?? '');
        if (typeof read === 'string') unread.push({ stack: stack.name, reason: read });
        else if (read) before.push(read.stack);
        if (typeof read === 'object' && read.hadLost) lost.push(stack.name);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, readNext));
    const order = stacks.map(({ name }) => name);
    unread.sort((a, b) => order.indexOf(a.stack) - order.indexOf(b.stack));
    lost.sort((a, b) => order.indexOf(a) - order.indexOf(b));
    return { before, unread: [...unread, ...lettersOf(lost)] };
  } catch (error) {
    const reason = reasonOf(error);
    return { before: [], unread: stacks.map(({ name }) => ({ stack: name, reason })) };
  }
}

async function statusesOf(client: CloudFormationClient): Promise<Map<string, string>> {
  const statuses = new Map<string, string>();
  for await (const { StackSummaries = [] } of paginateListStacks(
    { client },
    { StackStatusFilter: EXISTING },
  )) {
    for (const { StackName = '', StackStatus: status = '' } of StackSummaries)
      statuses.set(StackName, status);
  }
  return statuses;
}

/** One entry for all: they have the letters for the same reason. */
function lettersOf([first, ...others]: readonly string[]): Unread[] {
  if (first === undefined) return [];
  const stacks = others.length === 0 ? first : `${first} and ${others.length} more`;
  const reason = 'CloudFormation gives a question mark for each, so that one in place of another is not seen';
  return [{ stack: `the letters beyond ASCII in ${stacks}`, reason }];
}

/** A stack as it is, and whether letters of its template could not be read. */
interface ReadStack {
  readonly stack: ReviewedStack;
  readonly hadLost: boolean;
}

/** @returns the stack as it is, nothing if it is empty, or why it cannot be said */
async function readStack(
  client: CloudFormationClient,
  { name, stage, account, region, template: after }: ReviewedStack,
  status: string,
): Promise<ReadStack | string | undefined> {
  try {
    const { TemplateBody = '' } = await client.send(
      new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }),
    );
    // Asked for all the same: only its tag says that an empty stack is ours.
    if (status === EMPTY) return undefined;
    if (!SETTLED.includes(status)) return `it is in ${status}, expected it to be at rest`;
    const { template, hadLost } = withLostLetters(JSON.parse(TemplateBody) as Template, after);
    return { stack: { name, stage, account, region, template }, hadLost };
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message}`;
}
