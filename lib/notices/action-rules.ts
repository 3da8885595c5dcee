import { EventPattern, Match } from 'aws-cdk-lib/aws-events';
import { field, NoticeRule } from './notice-rule';

/**
 * Actions that failed: of one failure, the events of action, stage and pipeline, the only one that says where and why.
 *
 * An execution that is superseded, stopped or cancelled has no action that failed. A rejection looks like any failure of
 * an approval, and so does the end of its time (both `FAILED`, with `JobFailed`), so that one text is for both. An
 * approval that waits is told by CodePipeline itself.
 *
 * @param executions Where the console has the executions of the pipeline.
 */
export function actionRules(pipeline: string, executions: string): NoticeRule[] {
  const failed = (category: EventPattern['source'] | object): EventPattern => ({
    source: ['aws.codepipeline'],
    detailType: ['CodePipeline Action Execution State Change'],
    detail: { pipeline: [pipeline], state: ['FAILED'], type: { category } },
  });
  const where = `stage ${field('stage')}, action ${field('action')}`;
  const why = field('execution-result.external-execution-summary');
  const link = `${executions}/${field('execution-id')}`;
  return [
    {
      use: 'failed',
      description: 'Tells that an action of the pipeline failed, and why',
      eventPattern: failed(Match.anythingBut('Approval')),
      text: `The pipeline ${pipeline} failed in ${where}: ${why} See ${link}`,
    },
    {
      use: 'not-approved',
      description: 'Tells that a release was rejected, or nobody answered in time',
      eventPattern: failed(['Approval']),
      text: `The pipeline ${pipeline} was not approved in ${where}, it was rejected or nobody answered in time: ${why} See ${link}`,
    },
  ];
}
