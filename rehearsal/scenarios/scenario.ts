import { Rehearsal } from '../runner/rehearsal';
import { expectMatch } from '../observe/expect';

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

/** Pushes a commit that must fail, and checks what the failed actions say, with their logs. */
export async function expectPushToFail(
  rehearsal: Rehearsal,
  message: string,
  expected: RegExp,
): Promise<void> {
  const found = await rehearsal.releaseFails(await rehearsal.push(message));
  expectMatch(`what the pipeline says of '${message}'`, found, expected);
}
