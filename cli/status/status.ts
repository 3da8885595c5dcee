import type { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution } from '../../lib/config';
import { DISTRIBUTION_TAG, PIPELINE_STACK } from '../../lib/names';
import { PipelineAccount, readPipelineAccount } from '../shared/pipeline-stack';
import { Finding } from './finding';
import { failedStages, pendingConnection, reasonsOf, stageFinding } from './pipeline-findings';
import { refusedAccounts } from './refused-accounts';
import { readStageAccount } from './stage-account-status';
import { isOurs, stackFindings } from './stack-findings';

/** How a distribution stands in the caller's account. */
export interface StatusReport {
  readonly stacks: readonly StackStatus[];

  /** What needs an action, each with the command that mends it. */
  readonly findings: readonly Finding[];
}

interface StackStatus {
  readonly name: string;

  /** As CloudFormation calls it. */
  readonly status: string;
}

/** In which the pipeline's own stack has no pipeline to ask about. */
const WITHOUT_PIPELINE = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS'];

/** Reads the stacks of a distribution, and what of it needs an action. */
export async function readStatus(distribution: Distribution): Promise<StatusReport> {
  const { stacks, findings } =
    (await readStageAccount(distribution)) ??
    (await readPipelineStatus(await readPipelineAccount(), distribution));
  return {
    stacks: stacks.map(({ StackName = '', StackStatus = '' }) => ({ name: StackName, status: StackStatus })),
    findings,
  };
}

async function readPipelineStatus(
  { pipelineStack, stacks: all }: PipelineAccount,
  distribution: Distribution,
) {
  if (!isOurs(pipelineStack, distribution)) throw new Error(notOurs(distribution));
  const stacks = all.filter((stack) => isOurs(stack, distribution));
  const isEmpty = (pipelineStack.Outputs ?? []).length === 0;
  const hasPipeline = !isEmpty && !WITHOUT_PIPELINE.includes(pipelineStack.StackStatus ?? '');
  const failed = hasPipeline ? await failedStages(distribution) : [];
  const findings: Finding[] = [
    ...(isEmpty ? [emptyPipelineStack()] : []),
    ...(hasPipeline ? await pendingConnection(distribution) : []),
    ...(await refusedAccounts(pipelineStack, failed.flatMap(reasonsOf), distribution)),
    ...stacks.flatMap((stack: Stack) => stackFindings(stack, distribution)),
    ...failed.map((stage) => stageFinding(stage, distribution)),
  ];
  return { stacks, findings };
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
