import { EventField, EventPattern, Match } from 'aws-cdk-lib/aws-events';
import type { Distribution, StageName } from '../../config';
import type { NoticeUse } from '../../names';
import { toldStages } from '../../config/warnings';

/** Events that are told, and what of each a person reads. */
export interface NoticeRule {
  readonly use: NoticeUse;
  readonly description: string;
  readonly eventPattern: EventPattern;

  /** One line; a field that an event does not have is left out of it. */
  readonly text: string;
}

const field = (name: string) => EventField.fromPath(`$.detail.${name}`);

/**
 * What is told beside the approval that waits, which CodePipeline tells itself.
 *
 * @param executions Where the console has the executions of the pipeline.
 */
export function noticeRules(distribution: Distribution, executions: string): NoticeRule[] {
  return [...ofActions(distribution.name, executions), ...ofFindings(distribution)];
}

/**
 * Actions that failed: of one failure, the events of action, stage and pipeline, the only one that says where and why.
 *
 * An execution that is superseded, stopped or cancelled has no action that failed. A rejection looks like any failure of
 * an approval, and so does the end of its time (both `FAILED`, with `JobFailed`), so that one text is for both.
 */
function ofActions(pipeline: string, executions: string): NoticeRule[] {
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

/**
 * Scans that found something critical, or something high.
 *
 * Two rules, none of which matches what the other does: a text has no way to leave out a number that is missing.
 */
function ofFindings(distribution: Distribution): NoticeRule[] {
  const stages = toldStages(distribution);
  if (stages.length === 0) return [];
  const image = `${field('repository-name')}, image ${field('image-digest')}, tags ${field('image-tags')}`;
  const found = (counts: object): EventPattern => ({
    source: ['aws.ecr'],
    detailType: ['ECR Image Scan'],
    detail: {
      'scan-status': ['COMPLETE'],
      'repository-name': stages.map((stage) => ({ wildcard: repositories(distribution.name, stage) })),
      'finding-severity-counts': counts,
    },
  });
  const some = Match.greaterThan(0);
  return [
    {
      use: 'critical-findings',
      description: `Tells of critical findings in ${stages.join(' and ')}`,
      eventPattern: found({ CRITICAL: some }),
      text: `A scan found ${field('finding-severity-counts.CRITICAL')} critical vulnerabilities in ${image}. All findings are in Amazon ECR.`,
    },
    {
      use: 'high-findings',
      description: `Tells of high findings in ${stages.join(' and ')}, where none is critical`,
      eventPattern: found({ CRITICAL: [{ exists: false }, { numeric: ['=', 0] }], HIGH: some }),
      text: `A scan found ${field('finding-severity-counts.HIGH')} high vulnerabilities, and none that is critical, in ${image}. All findings are in Amazon ECR.`,
    },
  ];
}

function repositories(distributionName: string, stage: StageName): string {
  return `${distributionName}/*/${stage.toLowerCase()}`;
}
