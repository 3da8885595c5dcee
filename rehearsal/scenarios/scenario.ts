import { Rehearsal } from '../runner/rehearsal';
import { CommandError } from '../runner/run-command';

/** Something that can happen to a distribution, and what must hold afterwards. */
export interface Scenario {
  readonly name: string;

  /** One line for `npm run rehearse -- list`. */
  readonly summary: string;

  /** Where it begins: in an empty account, or after a first release. */
  readonly begins: 'empty' | 'released';

  /** What has to be installed for it; where something is missing, it is skipped. @default - what all need */
  readonly programs?: readonly string[];

  /**
   * Goes through it.
   *
   * @throws Error that says what should have held and what was found
   */
  run(rehearsal: Rehearsal): Promise<void>;
}

/** Checks a fact about the account; the message says what was expected and what is. */
export function expectEqual<T>(what: string, actual: T, expected: T): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: expected ${should}, found ${is}`);
}

/** Checks what a text says. */
export function expectMatch(what: string, actual: string, expected: RegExp): void {
  if (!expected.test(actual)) {
    throw new Error(`${what}: expected ${String(expected)}, found:\n${actual.slice(-5000)}`);
  }
}

/** Pushes a commit that must fail, and checks what the failed actions say, with their logs. */
export async function expectPushToFail(
  rehearsal: Rehearsal,
  message: string,
  expected: RegExp,
): Promise<void> {
  const found = await rehearsal.releaseFails(await rehearsal.push(message));
  expectMatch(`what the pipeline says of '${message}'`, found, expected);
}

/** Checks that a command fails, and says why. */
export async function expectFailure(command: Promise<unknown>, expected: RegExp): Promise<void> {
  try {
    await command;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    expectMatch('what a command says that fails', error.message, expected);
    return;
  }
  throw new Error(`expected a command to fail with ${String(expected)}, but it did not`);
}
