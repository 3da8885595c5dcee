import { EventField, EventPattern, Match } from 'aws-cdk-lib/aws-events';
import type { StageName } from '../config';
import { field, NoticeRule } from './notice-rule';

/**
 * Scans that found something critical, or something high, in the registries of stages.
 *
 * Two rules, none of which matches what the other does: a text has no way to leave out a number that is missing.
 */
export function findingRules(distributionName: string, stages: readonly StageName[]): NoticeRule[] {
  if (stages.length === 0) return [];
  const image = `${field('repository-name')}, image ${field('image-digest')}, tags ${field('image-tags')}`;
  const where = `All findings are in Amazon ECR, account ${EventField.account}, region ${EventField.region}.`;
  const found = (counts: object): EventPattern => ({
    source: ['aws.ecr'],
    detailType: ['ECR Image Scan'],
    detail: {
      'scan-status': ['COMPLETE'],
      'repository-name': stages.map((stage) => ({
        wildcard: `${distributionName}/*/${stage.toLowerCase()}`,
      })),
      'finding-severity-counts': counts,
    },
  });
  const some = Match.greaterThan(0);
  return [
    {
      use: 'critical-findings',
      description: `Tells of critical findings in ${stages.join(' and ')}`,
      eventPattern: found({ CRITICAL: some }),
      text: `A scan found ${field('finding-severity-counts.CRITICAL')} critical vulnerabilities in ${image}. ${where}`,
    },
    {
      use: 'high-findings',
      description: `Tells of high findings in ${stages.join(' and ')}, where none is critical`,
      eventPattern: found({ CRITICAL: [{ exists: false }, { numeric: ['=', 0] }], HIGH: some }),
      text: `A scan found ${field('finding-severity-counts.HIGH')} high vulnerabilities, and none that is critical, in ${image}. ${where}`,
    },
  ];
}
