import type { AwsAccess, Credentials } from '../aws/aws-access';
import type { ArtifactStore } from '../artifacts/artifact-store';
import type { ActionExecution } from '../execution/action-execution';
import type { Execution } from '../execution/execution';

/** What an action works with. */
export interface ActionContext {
  readonly account: AwsAccess;

  /** The role that the action acts under, assumed. */
  readonly credentials: Credentials;
  readonly execution: Execution;
  readonly action: ActionExecution;

  /** Its configuration, with variables resolved. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly artifacts: ArtifactStore;

  /** Aborted when the action is abandoned; what it has started elsewhere may go on, but is not waited for. */
  readonly signal: AbortSignal;
}

/**
 * Does what actions of one provider do.
 *
 * @throws ActionFailure, or an error of the SDK, when the action fails
 */
export type ActionRunner = (context: ActionContext) => Promise<void>;
