/** Why the local account does not come up, and what to do about it. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}
