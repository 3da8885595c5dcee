import type { TestPipeline } from './test-pipeline';

const NAME = ['--pipeline-name', 'delivery'];
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** Of a pipeline, what it can be wrong about. */
export interface Known {
  /** An execution that has succeeded. */
  readonly succeeded: string;

  /** One that has failed in Source, which a newer one has entered since. */
  readonly outdated: string;

  /** The token of an approval that has its answer. */
  readonly usedToken: string;
}

/** Codes of errors, each with what `aws codepipeline` is called with. */
export function badRequests(pipeline: TestPipeline, known: Known): [code: string, ...args: string[]][] {
  const structure = JSON.stringify(pipeline.declaration());
  const { outdated, succeeded, usedToken } = known;
  return [
    ['PipelineNotFoundException', 'get-pipeline', '--name', 'other'],
    ['InvalidNextTokenException', 'list-pipeline-executions', ...NAME, '--next-token', 'x'],
    ['PipelineExecutionNotFoundException', 'get-pipeline-execution', ...execution(UNKNOWN)],
    ['PipelineExecutionNotStoppableException', 'stop-pipeline-execution', ...execution(succeeded)],
    ['StageNotRetryableException', ...retry('Deploy', succeeded, 'ALL_ACTIONS')],
    ['NotLatestPipelineExecutionException', ...retry('Source', outdated, 'FAILED_ACTIONS')],
    ['ValidationException', ...retry('Source', outdated, 'SOME_ACTIONS')],
    ['ApprovalAlreadyCompletedException', ...answer(usedToken, 'Approved')],
    ['InvalidApprovalTokenException', ...answer(UNKNOWN, 'Approved')],
    ['InvalidStructureException', 'create-pipeline', '--pipeline', structure],
  ];
}

export function answer(token: string, status: string): string[] {
  const which = [...NAME, '--stage-name', 'Deploy', '--action-name', 'Approve', '--token', token];
  return ['put-approval-result', ...which, '--result', `status=${status},summary=Seen`];
}

export function retry(stage: string, id: string, mode: string): string[] {
  return ['retry-stage-execution', '--stage-name', stage, ...execution(id), '--retry-mode', mode];
}

export function execution(id: string): string[] {
  return [...NAME, '--pipeline-execution-id', id];
}
