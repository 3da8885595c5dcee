import { z } from 'zod';
import { emailAddress, topicArn } from '../fields/notification-fields';
import { DeepReadonly, text } from './field';

/** Who hears of approvals that wait, of failures, and of findings in Master and Release: one of both. */
export const notificationSettings = z
  .strictObject({
    /**
     * Addresses that hear of approvals that wait, of failures, and of findings in Master and Release.
     *
     * Each gets an e-mail from AWS in which it has to be confirmed, and hears nothing before. An account that is
     * bootstrapped already needs `npm run bootstrap` again before the first release with them. A stage elsewhere than the
     * pipeline tells of its findings by a topic of its own, which each address has to confirm too.
     *
     * @default - nobody is told, and nothing is made for it
     */
    emails: z
      .array(text(emailAddress))
      .meta({ example: "['team@example.com'], one for each address" })
      .optional(),

    /**
     * In place of addresses, an SNS topic that exists already, in the pipeline's account and region.
     *
     * Slack and Teams come through one, by a subscriber of yours. What its owner has to add to its policy is in an output of the pipeline's
     * stack. It must have no KMS key, and is not told of findings in a stage elsewhere than the pipeline.
     *
     * @default - one is made for the addresses
     */
    topicArn: text(topicArn).optional(),
  })
  .meta({ example: "{ emails: ['team@example.com'] }" });

export type NotificationsInput = DeepReadonly<z.input<typeof notificationSettings>>;
