import { EventField, EventPattern } from 'aws-cdk-lib/aws-events';
import type { NoticeUse } from '../names';

/** Events that are told, and what of each a person reads. */
export interface NoticeRule {
  readonly use: NoticeUse;
  readonly description: string;
  readonly eventPattern: EventPattern;

  /** One line; a field that an event does not have is left out of it. */
  readonly text: string;
}

/** A field of what an event says, within a text. */
export function field(name: string): string {
  return EventField.fromPath(`$.detail.${name}`);
}
