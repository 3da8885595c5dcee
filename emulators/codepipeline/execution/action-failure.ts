/** Codes that CodePipeline gives to the failure of an action. */
export type FailureCode =
  'JobFailed' | 'PermissionError' | 'ConfigurationError' | 'InternalError' | 'TimeoutError';

/** Why an action failed, as its error details say it. */
export class ActionFailure extends Error {
  override readonly name = 'ActionFailure';

  constructor(
    readonly code: FailureCode,
    message: string,
  ) {
    super(message);
  }

  /** What a call to AWS in the course of an action failed with, as the action's failure. */
  static of(error: unknown): ActionFailure {
    if (error instanceof ActionFailure) return error;
    const { name, message } = error as Error;
    const refused =
      /AccessDenied|NotAuthorized|Forbidden/.test(name) || /is not authorized to perform/.test(message);
    return new ActionFailure(refused ? 'PermissionError' : 'InternalError', `${name}: ${message}`);
  }
}
