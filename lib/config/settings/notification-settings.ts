import { z } from 'zod';
import { emailAddress, topicArn } from '../fields/notification-fields';
import { DeepReadonly, text } from './field';

/** Who hears of approvals that wait, of failures, and of findings in Master and Release: one of both. */
export const notificationSettings = z
  .strictObject({
    /**
     * Addresses of a topic that is made for them.
     *
     * Each gets an e-mail from AWS in which it has to be confirmed, and hears nothing before.
     *
     * @default - none
     */
    emails: z
      .array(text(emailAddress))
      .meta({ example: "['team@example.com'], one for each address" })
      .optional(),

    /**
     * An SNS topic that exists already, in the pipeline's account and region; Slack and Teams come through one.
     *
     * What its owner has to add to its policy is in an output of the pipeline's stack.
     *
     * @default - one is made for the addresses
     */
    topicArn: text(topicArn).optional(),
  })
  .meta({ example: "{ emails: ['team@example.com'] }" });

export type NotificationsInput = DeepReadonly<z.input<typeof notificationSettings>>;
