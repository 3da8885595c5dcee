import * as cp from '@aws-sdk/client-codepipeline';
import { ACCOUNT } from '../../account/support/open-account';
import type { TestPipeline } from './test-pipeline';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

type Send = (client: cp.CodePipelineClient) => Promise<unknown>;

/** Codes of errors, each with what earns it from a pipeline whose latest execution has ended. */
export function badCommands(pipeline: TestPipeline, ended: string): [code: string, send: Send][] {
  const { name } = pipeline;
  const structure = pipeline.declaration();
  const other = { ...structure, name: 'other' };
  const unknown = { pipelineName: name, pipelineExecutionId: UNKNOWN };
  const retry = { stageName: 'Build', retryMode: 'ALL_ACTIONS' } as const;
  const stop = new cp.StopPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId: ended });
  const answer = {
    pipelineName: name,
    stageName: 'Deploy',
    actionName: 'Approve',
    token: UNKNOWN,
    result: { status: 'Approved', summary: '' },
  } as const;
  const tooLong = { ...answer.result, summary: 'x'.repeat(513) };
  const variables = [{ name: 'A', value: 'B' }];
  const resourceArn = `arn:aws:codepipeline:eu-west-1:${ACCOUNT}:other`;
  const disable = { stageName: 'Deploy', transitionType: 'Inbound', reason: 'none' } as const;
  return [
    ['PipelineNotFoundException', (to) => to.send(new cp.GetPipelineCommand({ name: 'other' }))],
    ['PipelineNotFoundException', (to) => to.send(new cp.UpdatePipelineCommand({ pipeline: other }))],
    ['PipelineVersionNotFoundException', (to) => to.send(new cp.GetPipelineCommand({ name, version: 99 }))],
    ['InvalidStructureException', (to) => to.send(new cp.CreatePipelineCommand({ pipeline: structure }))],
    [
      'InvalidStructureException',
      (to) => to.send(new cp.CreatePipelineCommand({ pipeline: { ...other, stages: [] } })),
    ],
    ['PipelineExecutionNotFoundException', (to) => to.send(new cp.GetPipelineExecutionCommand(unknown))],
    [
      'PipelineExecutionNotFoundException',
      (to) => to.send(new cp.ListActionExecutionsCommand({ pipelineName: name, filter: unknown })),
    ],
    ['PipelineExecutionNotStoppableException', (to) => to.send(stop)],
    ['PipelineExecutionNotStoppableException', (to) => to.send(new cp.StopPipelineExecutionCommand(unknown))],
    [
      'NotLatestPipelineExecutionException',
      (to) => to.send(new cp.RetryStageExecutionCommand({ ...unknown, ...retry })),
    ],
    [
      'StageNotFoundException',
      (to) => to.send(new cp.RetryStageExecutionCommand({ ...unknown, ...retry, stageName: 'Nowhere' })),
    ],
    [
      'StageNotFoundException',
      (to) => to.send(new cp.PutApprovalResultCommand({ ...answer, stageName: 'Nowhere' })),
    ],
    [
      'ActionNotFoundException',
      (to) => to.send(new cp.PutApprovalResultCommand({ ...answer, actionName: 'Other' })),
    ],
    ['ValidationException', (to) => to.send(new cp.PutApprovalResultCommand({ ...answer, result: tooLong }))],
    ['ValidationException', (to) => to.send(new cp.StartPipelineExecutionCommand({ name, variables }))],
    ['ResourceNotFoundException', (to) => to.send(new cp.ListTagsForResourceCommand({ resourceArn }))],
    [
      'UnknownOperationException',
      (to) => to.send(new cp.DisableStageTransitionCommand({ pipelineName: name, ...disable })),
    ],
  ];
}
