import { Credentials } from '../../../emulators/account/local-account';
import { Clients } from './clients';

/** What the account's policy evaluator is asked: whether an action is allowed on a resource. */
export interface PermissionQuestion {
  readonly action: string;
  readonly resource: string;

  /** Values of condition keys by their names. @default - none */
  readonly context?: Readonly<Record<string, string>>;
}

/** A call that a principal tries, and that should be refused to most of them. */
export interface Attempt {
  readonly name: string;

  /** The permission that the call needs. @default - it is only tried */
  readonly permission?: PermissionQuestion;
  readonly call: (clients: Clients) => Promise<unknown>;
}

/** A user, a role or the root of an account, with credentials to try something with. */
export interface Principal {
  readonly name: string;

  /** @default - the policy evaluator cannot be asked about it */
  readonly arn?: string;
  readonly credentials: Credentials;
}

/** Names of the attempts for which a question is answered with yes; all are asked at the same time. */
export async function namesWhere<T extends Attempt>(
  attempts: readonly T[],
  isTrue: (attempt: T) => Promise<boolean>,
): Promise<string[]> {
  const answers = await Promise.all(attempts.map(isTrue));
  return attempts.filter((_, index) => answers[index]).map(({ name }) => name);
}
