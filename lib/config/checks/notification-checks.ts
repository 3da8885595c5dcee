import type { Mistake } from '../configuration-error';
import type { DistributionInput } from '../settings/distribution-settings';
import type { Location } from '../settings/source-settings';
import type { Sound } from '../parse';
import { show } from '../show';

/** What is wrong with who is told only if it is seen together with the rest. */
export function checkNotifications(
  { notifications, pipeline = {} }: Sound<DistributionInput>,
  isMistaken: (path: string) => boolean,
): Mistake[] {
  if (notifications === undefined) return [];
  const { emails = [], topicArn } = notifications;
  const isSomethingMistaken =
    emails.includes(undefined) || ['emails', 'topicArn'].some((key) => isMistaken(`notifications.${key}`));
  return [
    ...(isSomethingMistaken ? [] : notOne(emails, topicArn)),
    ...repeated(emails),
    ...elsewhere(topicArn, pipeline),
  ];
}

function notOne(emails: readonly unknown[], topicArn: string | undefined): Mistake[] {
  const mistake = { path: 'notifications', expected: 'e-mail addresses or a topic that exists, one of both' };
  if (topicArn !== undefined && emails.length > 0) {
    const fix = 'remove emails, and let the owner of the topic subscribe them; or remove topicArn';
    return [{ ...mistake, received: 'emails and topicArn', fix }];
  }
  if (topicArn !== undefined || emails.length > 0) return [];
  const fix = "write emails: ['team@example.com'], or leave notifications out";
  return [{ ...mistake, received: 'neither', fix }];
}

function repeated(emails: readonly (string | undefined)[]): Mistake[] {
  const known = emails.map((email) => email?.toLowerCase());
  return emails.flatMap((email, index) =>
    email === undefined || known.indexOf(email.toLowerCase()) === index
      ? []
      : [
          {
            path: `notifications.emails[${index}]`,
            received: show(email),
            expected: 'each address once',
            fix: 'remove it',
          },
        ],
  );
}

/** CodePipeline and EventBridge publish where they are. */
function elsewhere(topicArn: string | undefined, home: Partial<Location>): Mistake[] {
  if (topicArn === undefined) return [];
  const [, , , region, account] = topicArn.split(':');
  const wrong = [
    ...(home.account !== undefined && home.account !== account ? [`account ${home.account}`] : []),
    ...(home.region !== undefined && home.region !== region ? [`region ${home.region}`] : []),
  ];
  if (wrong.length === 0) return [];
  return [
    {
      path: 'notifications.topicArn',
      received: show(topicArn),
      expected: `a topic of ${wrong.join(' and ')}, in which the pipeline is: EventBridge publishes to topics of its own account and region`,
      fix: 'create one there, or name e-mail addresses as emails',
    },
  ];
}
