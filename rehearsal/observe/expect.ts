import { CommandError } from '../runner/run-command';

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
