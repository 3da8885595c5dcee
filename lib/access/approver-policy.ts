import { buildLogGroup, pipelineRoleName } from '../names';
import type { PolicyStatement } from './group-policies';

/** Name of the action that asks an approver. */
export const APPROVE_ACTION = 'Approve';

/** Which pipeline it is, and where. */
export interface PipelinePlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;

  /** Of the distribution, which the pipeline has too. */
  readonly name: string;
}

/**
 * What an approver may do: see one pipeline, read its reviews, and answer the action that asks.
 *
 * A review is the log of its build. The console's page of a build asks for the build and then for the events of its log
 * stream.
 *
 * @param stageName The stage of the action that asks.
 */
export function approverPolicy(
  { partition, region, account, name }: PipelinePlace,
  stageName: string,
): PolicyStatement[] {
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const pipeline = arn('codepipeline', name);
  const project = pipelineRoleName(name, 'review');
  return [
    {
      actions: [
        'codepipeline:GetPipeline',
        'codepipeline:GetPipelineState',
        'codepipeline:GetPipelineExecution',
        'codepipeline:ListPipelineExecutions',
        'codepipeline:ListActionExecutions',
      ],
      resources: [pipeline],
    },
    {
      actions: ['codepipeline:PutApprovalResult'],
      resources: [`${pipeline}/${stageName}/${APPROVE_ACTION}`],
    },
    { actions: ['codebuild:BatchGetBuilds'], resources: [arn('codebuild', `project/${project}`)] },
    {
      actions: ['logs:GetLogEvents'],
      resources: [arn('logs', `log-group:${buildLogGroup(project)}:log-stream:*`)],
    },
  ];
}
