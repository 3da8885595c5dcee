import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { buildLogGroup } from '../../../lib/names';
import { REVIEW_BEGINS, REVIEW_ENDS } from './review-marks';

/**
 * The whole review that a build wrote to its log.
 *
 * @param buildId As CodeBuild writes it, `project:uuid`: it calls group and stream of the log after its parts.
 * @throws Error when there is none in it, or AWS refuses it
 */
export async function readReview(client: CloudWatchLogsClient, buildId: string): Promise<string> {
  const [projectName, logStreamName] = buildId.split(':');
  const logGroupName = buildLogGroup(projectName);
  const lines: string[] = [];
  let nextToken: string | undefined;
  for (;;) {
    const { events = [], nextForwardToken } = await client.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true, nextToken }),
    );
    // What comes at once may be one event.
    lines.push(...events.flatMap(({ message = '' }) => message.trimEnd().split(/\r?\n/)));
    // The end is where the token stays as it was ("GetLogEvents", CloudWatch Logs API Reference).
    if (nextForwardToken === nextToken) break;
    nextToken = nextForwardToken;
  }
  const [begin, end] = [lines.indexOf(REVIEW_BEGINS), lines.lastIndexOf(REVIEW_ENDS)];
  if (begin >= 0 && end > begin)
    return lines
      .slice(begin + 1, end)
      .join('\n')
      .trim();
  throw new Error(`the log ${logGroupName}/${logStreamName} holds no review, expected one`);
}
