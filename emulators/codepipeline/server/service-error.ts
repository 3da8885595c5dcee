/** An error as the API answers it: with AWS's own code and a message that says what to do. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
