import type { StageState } from '@aws-sdk/client-codepipeline';
import { consolePage } from '../../shared/console-page';
import { Finding } from '../finding';
import { actionKey, DeployedPipeline } from './deployed-pipeline';

/** An approval without an answer, which holds its stage. */
export interface WaitingApproval {
  readonly pipelineName: string;

  /** Stage and action of the pipeline in which it is. */
  readonly stageName: string;
  readonly actionName: string;

  /** By which CodePipeline knows this one request. */
  readonly token: string;

  /** Id of the commit. @default - AWS did not say it */
  readonly commit?: string;

  /** Its page on GitHub. */
  readonly commitPage?: string;

  /** The pipeline's page in the console, where it is answered. @default - the partition has none that is known */
  readonly answerPage?: string;

  readonly since?: Date;

  /** When the execution fails without an answer. @default - it could not be read */
  readonly until?: Date;
}

export interface WaitingApprovalsProps {
  readonly pipelineName: string;

  /** ARN of the pipeline's stack, which says the partition and the region. */
  readonly stackArn: string;

  readonly states: readonly StageState[];
  readonly commitOf: (executionId: string) => Promise<string | undefined>;

  /** @default - it could not be read */
  readonly deployed?: DeployedPipeline;
}

/** CodePipeline's own (AWS CodePipeline User Guide, "Quotas"). */
const DEFAULT_TIMEOUT_MINUTES = 7 * 24 * 60;

/** Approvals that wait for an answer. */
export async function waitingApprovals(props: WaitingApprovalsProps): Promise<WaitingApproval[]> {
  const { pipelineName, states, deployed, commitOf } = props;
  const waiting: WaitingApproval[] = [];
  for (const { stageName = '', latestExecution, actionStates = [] } of states) {
    for (const { actionName = '', latestExecution: run } of actionStates) {
      // Nothing else has a token.
      if (run?.status !== 'InProgress' || !run.token) continue;
      const { lastStatusChange: since } = run;
      const minutes = deployed?.timeouts.get(actionKey(stageName, actionName)) ?? DEFAULT_TIMEOUT_MINUTES;
      const executionId = latestExecution?.pipelineExecutionId;
      const commit = executionId && (await commitOf(executionId));
      waiting.push({
        pipelineName,
        stageName,
        actionName,
        token: run.token,
        commit,
        commitPage:
          commit && deployed?.repository && `https://github.com/${deployed.repository}/commit/${commit}`,
        answerPage: consolePage(props.stackArn, `codesuite/codepipeline/pipelines/${pipelineName}/view`),
        since,
        until: since && deployed && new Date(since.getTime() + minutes * 60_000),
      });
    }
  }
  return waiting;
}

/** What there is to do about an approval that waits. */
export function approvalFinding(approval: WaitingApproval): Finding {
  const { pipelineName, stageName, actionName, token, commit, commitPage, answerPage, since, until } =
    approval;
  const what = commit ? `Commit ${commit}` : 'A commit';
  const end = until ? ` Without an answer it fails on ${asTime(until)}.` : '';
  const action = `--pipeline-name ${pipelineName} --stage-name ${stageName} --action-name ${actionName}`;
  return {
    problem: `${what} waits for an approval before ${stageName}${since ? ` since ${asTime(since)}` : ''}.${end}`,
    fixes: [
      ...(commitPage ? [{ instruction: 'See what it is', command: commitPage }] : []),
      {
        instruction: 'See what it changes, and approve or reject it at a terminal',
        by: 'approver' as const,
        command: 'npm run approve',
      },
      ...(answerPage
        ? [
            {
              instruction: 'Approve or reject it in the console',
              by: 'approver' as const,
              command: answerPage,
            },
          ]
        : []),
      {
        instruction: 'Approve or reject it on the command line, with Approved or Rejected and why',
        by: 'approver',
        command: `aws codepipeline put-approval-result ${action} --token ${token} --result status=Approved,summary=WHY`,
      },
    ],
  };
}

/** A time as people in several places read it. */
function asTime(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
