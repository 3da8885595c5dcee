import type { AwsAccess, Credentials } from '../aws/aws-access';
import type { ArtifactStore } from '../artifacts/artifacts';
import type { ActionExecution } from './action-execution';

/** What an action has at hand. */
export interface ActionContext {
  readonly account: AwsAccess;

  /** The role that the action acts under, assumed. */
  readonly credentials: Credentials;
  readonly action: ActionExecution;

  /** Its configuration, with variables resolved. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly artifacts: ArtifactStore;

  /** Aborted when the action is abandoned; what goes on elsewhere may go on, nobody waits for it. */
  readonly signal: AbortSignal;
}

/**
 * Does what actions of one provider do.
 *
 * @throws ActionFailure, or an error of the SDK, when the action fails
 */
export type ActionRunner = (context: ActionContext) => Promise<void>;
