import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ActionFailure } from '../execution/action-failure';
import type { AwsAccess, Credentials } from './aws-access';
import { sendSigned } from './send-signed';

/**
 * Publishes to a topic of SNS.
 *
 * @throws ActionFailure with what SNS says when it refuses
 */
export async function publish(
  account: AwsAccess,
  credentials: Credentials,
  message: { readonly topicArn: string; readonly subject: string; readonly message: string },
): Promise<void> {
  const parameters = {
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: message.topicArn,
    Subject: message.subject,
    Message: message.message,
  };
  const { response } = await sendSigned(account, credentials, 'sns', {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
  });
  const answer = await text(response.body as Readable);
  if (response.statusCode === 200) return;
  const [, code = ''] = /<Code>([^<]*)</.exec(answer) ?? [];
  const [, reason = answer] = /<Message>([^<]*)</.exec(answer) ?? [];
  const isRefused = ['AuthorizationError', 'KMSAccessDenied'].includes(code);
  throw new ActionFailure(isRefused ? 'PermissionError' : 'ConfigurationError', `${code}: ${reason}`);
}
