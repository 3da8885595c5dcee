import type { PolicyStatement } from './group-policies';

/** Name of the action that asks an approver. */
export const APPROVE_ACTION = 'Approve';

/** See one pipeline, and answer the action that asks, which is in the given stage: what an approver may do. */
export function approverPolicy(pipelineArn: string, stageName: string): PolicyStatement[] {
  return [
    {
      actions: [
        'codepipeline:GetPipeline',
        'codepipeline:GetPipelineState',
        'codepipeline:GetPipelineExecution',
        'codepipeline:ListPipelineExecutions',
        'codepipeline:ListActionExecutions',
      ],
      resources: [pipelineArn],
    },
    {
      actions: ['codepipeline:PutApprovalResult'],
      resources: [`${pipelineArn}/${stageName}/${APPROVE_ACTION}`],
    },
  ];
}
