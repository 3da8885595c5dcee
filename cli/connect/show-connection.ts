import { Distribution } from '../../lib/config';
import { ConnectionState } from './connection-state';

/** Where a pending connection is completed. */
export function showPendingConnection({ arn, link = arn }: ConnectionState): string {
  return `The connection to GitHub is pending. Open this page, choose "Update pending connection" and complete it:\n\n  ${link}\n\nWaiting for it; Ctrl-C ends only the waiting.`;
}

export function showStarted({ name, source }: Distribution, executionId: string | undefined): string {
  return `The connection is available. Started the pipeline ${name} with the head of ${source.branch}: execution ${executionId}. From now on every push starts it.`;
}
