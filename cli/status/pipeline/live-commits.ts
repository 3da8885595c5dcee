import type { StageExecution, StageState } from '@aws-sdk/client-codepipeline';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { Executions } from './executions';
import { UPDATE_STAGE } from './pipeline-findings';

/** How one stage of a distribution stands. */
export interface LiveStage {
  /** `Pipeline` is what the pipeline makes of itself. */
  readonly stage: 'Pipeline' | StageName;

  /** Commit that went through it last. @default - none is known to have */
  readonly commit?: string;

  /** What has happened in it since, if anything. */
  readonly latest?: { readonly status: string; readonly commit?: string };
}

/** What the pipeline calls the stages, where one may have several parts, as `Release.1` and `Release.2`. */
const STAGES = [
  { stage: 'Pipeline', pipelineStage: UPDATE_STAGE },
  ...STAGE_NAMES.map((stage) => ({ stage, pipelineStage: stage })),
] as const;

/** How an execution ends that has to make way, for a newer one or for a change of the pipeline. */
const MADE_WAY: readonly string[] = ['Cancelled', 'Superseded'];

/** The commit that is live in each stage: of the newest execution that went through it. */
export async function readLiveCommits(
  states: readonly StageState[],
  executions: Executions,
): Promise<LiveStage[]> {
  const live: LiveStage[] = [];
  for (const { stage, pipelineStage } of STAGES) {
    const parts = states.filter((state) => baseOf(state) === pipelineStage);
    if (parts.length === 0) continue;
    const executionId = await newestThrough(parts, states, executions);
    const news = newsOf(parts, executionId);
    live.push({
      stage,
      commit: executionId && (await executions.commitOf(executionId)),
      latest: news && { status: news.status, commit: await executions.commitOf(news.executionId) },
    });
  }
  return live;
}

/**
 * The newest execution that went through all parts of a stage.
 *
 * The history says it of one that failed or waits since: CodePipeline's own filter, `succeededInStage`, knows only
 * of the pipeline's current version, and the pipeline has a new one whenever it has updated itself.
 */
async function newestThrough(
  parts: readonly StageState[],
  states: readonly StageState[],
  executions: Executions,
): Promise<string | undefined> {
  const { latestExecution, stageName } = parts[parts.length - 1];
  if (latestExecution?.status === 'Succeeded') return latestExecution.pipelineExecutionId;
  const later = states.slice(states.findIndex((state) => state.stageName === stageName) + 1);
  const laterNames = later.map(baseOf);
  const entering = later[0]?.inboundExecution?.pipelineExecutionId;
  for await (const { pipelineExecutionId = '', status, executionType } of executions.newestFirst()) {
    // One that takes a stage back goes through that alone.
    if (executionType === 'ROLLBACK') continue;
    if (status === 'Succeeded' || pipelineExecutionId === entering) return pipelineExecutionId;
    if (laterNames.length === 0) continue;
    const begun = await executions.stagesOf(pipelineExecutionId);
    if ([...begun.keys()].some((name) => laterNames.includes(baseOf({ stageName: name }))))
      return pipelineExecutionId;
    // It has ended at the entrance of the next stage.
    if (MADE_WAY.includes(status ?? '') && begun.get(stageName ?? '')) return pipelineExecutionId;
  }
  return undefined;
}

/** What is in a stage, or waits at its entrance, that is not what went through it last. */
function newsOf(parts: readonly StageState[], liveId: string | undefined) {
  const news = parts
    .map(({ latestExecution }) => asNews(latestExecution))
    .filter((found) => found !== undefined)
    .filter(({ executionId, status }) => executionId !== liveId || status !== 'Succeeded');
  const inside = news.find(({ status }) => status !== 'Succeeded');
  if (inside) return inside;
  // Between two parts of the stage.
  if (news.length > 0) return { ...news[0], status: 'InProgress' };
  const entering = asNews(parts[0].inboundExecution);
  return entering && { ...entering, status: 'waits at the entrance' };
}

function asNews(execution: StageExecution | undefined) {
  const { pipelineExecutionId: executionId, status } = execution ?? {};
  return executionId && status ? { executionId, status: status as string } : undefined;
}

/** The distribution's name of a stage of the pipeline. */
function baseOf({ stageName = '' }: Pick<StageState, 'stageName'>): string {
  return stageName.replace(/\.\d+$/, '');
}
