import { Distribution } from '../../lib/config';
import { DISTRIBUTION_TAG, PIPELINE_STACK, supportStack } from '../../lib/names';
import { PipelineAccount, readPipelineAccount } from '../shared/pipeline-stack';
import { Finding } from './finding';
import { FoundStack, readOtherRegions } from './found-stacks';
import { orphans, otherCheckout } from './orphans';
import { LiveStage } from './pipeline/live-commits';
import { failedStages, pendingConnection, reasonsOf, stageFinding } from './pipeline/pipeline-findings';
import { readPipelineStatus } from './pipeline/pipeline-status';
import { WaitingApproval } from './pipeline/waiting-approvals';
import { placeholders } from './placeholders';
import { refusedAccounts } from './refused-accounts';
import { readStageAccount } from './stage-account-status';
import { isOurs, unusableStack } from './stack-findings';

/** How a distribution stands in the caller's account. */
export interface StatusReport {
  readonly stacks: readonly StackStatus[];

  /** Where the pipeline is: the commit that is live in each stage. */
  readonly stages: readonly LiveStage[];

  /** Approvals that wait for an answer. */
  readonly approvals: readonly WaitingApproval[];

  /** What the caller may not see, as sentences. */
  readonly unseen: readonly string[];

  /** What else needs an action, each with the command that mends it. */
  readonly findings: readonly Finding[];
}

interface StackStatus {
  readonly name: string;

  /** As CloudFormation calls it. */
  readonly status: string;

  /** @default - the caller's */
  readonly region?: string;
}

/** In which the pipeline's own stack has no pipeline to ask about. */
const WITHOUT_PIPELINE = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS'];

/** Reads the stacks of a distribution, what is live and what waits, and what of it needs an action. */
export async function readStatus(distribution: Distribution): Promise<StatusReport> {
  const stageAccount = await readStageAccount(distribution);
  if (stageAccount) {
    const { stacks, findings } = stageAccount;
    return {
      stacks: asStatus(stacks),
      stages: [],
      approvals: [],
      unseen: [],
      findings: [...placeholders(distribution), ...findings],
    };
  }
  return readPipelineAccountStatus(await readPipelineAccount(), distribution);
}

async function readPipelineAccountStatus(
  { pipelineStack, stacks: all }: PipelineAccount,
  distribution: Distribution,
): Promise<StatusReport> {
  if (!isOurs(pipelineStack, distribution)) throw new Error(notOurs(distribution));
  const found: FoundStack[] = [...all, ...(await readOtherRegions(distribution))];
  const stacks = found.filter((stack) => isOurs(stack, distribution));
  const supports = stacks.filter(({ StackName = '' }) => StackName.startsWith(supportStack('')));
  const isEmpty = (pipelineStack.Outputs ?? []).length === 0;
  const hasPipeline = !isEmpty && !WITHOUT_PIPELINE.includes(pipelineStack.StackStatus ?? '');
  const pipeline = hasPipeline ? await readPipelineStatus(pipelineStack, distribution) : undefined;
  const { states = [], stages = [], approvals = [], unseen = [], deployed } = pipeline ?? {};
  const failed = failedStages(states);
  const findings: Finding[] = [
    ...placeholders(distribution),
    ...(isEmpty ? [emptyPipelineStack()] : []),
    ...(hasPipeline ? await pendingConnection(distribution) : []),
    ...(await refusedAccounts([pipelineStack, ...supports], failed.flatMap(reasonsOf), distribution)),
    ...stacks.flatMap(unusableStack),
    ...(deployed ? otherCheckout(distribution, deployed) : []),
    // Without a pipeline there is nothing yet to judge by.
    ...(hasPipeline ? orphans(stacks, distribution, deployed) : []),
    ...failed.map((stage) => stageFinding(stage, distribution)),
  ];
  return { stacks: asStatus(stacks), stages, approvals, unseen, findings };
}

function asStatus(stacks: readonly FoundStack[]): StackStatus[] {
  return stacks.map(({ StackName = '', StackStatus = '', region }) => ({
    name: StackName,
    status: StackStatus,
    region,
  }));
}

function notOurs({ name }: Distribution): string {
  return `${PIPELINE_STACK} has no tag ${DISTRIBUTION_TAG}=${name}, expected one: it belongs to another app, or to a distribution of another name; 'npm run bootstrap' says what to do`;
}

function emptyPipelineStack(): Finding {
  return {
    problem: `${PIPELINE_STACK} is empty, as the bootstrap made it.`,
    fixes: [{ instruction: 'Deploy it', by: 'operator', command: `npx cdk deploy ${PIPELINE_STACK}` }],
  };
}
