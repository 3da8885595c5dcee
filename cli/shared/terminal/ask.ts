import * as readline from 'node:readline';

/**
 * Asks a question that is answered by yes or no, again until the answer is one of them.
 *
 * A slip decides nothing: a no can be as far-reaching as a yes, and what was shown before the question may have taken
 * minutes to read.
 *
 * @param question Ends with what may be entered, such as `Do this? (yes/no)`
 * @returns undefined when the input ends without an answer, at Ctrl-C, when the question is withdrawn, or whoever
 *   reads it is gone; each command says what to do about it
 */
export async function askYesOrNo(
  question: string,
  { input = process.stdin, output = process.stdout, withdrawn }: AskOptions = {},
): Promise<boolean | undefined> {
  const lines = question.split('\n');
  // Only the last line is asked again, and drawn again while it is edited.
  const prompt = `${lines.pop()} `;
  for (const line of lines) output.write(`${line}\n`);
  const terminal = readline.createInterface({ input, output, prompt, signal: withdrawn });
  const withdraw = () => terminal.close();
  // Whoever read the question is gone, so nobody can answer it.
  output.once('error', withdraw);
  return new Promise((resolve) => {
    let answer: boolean | undefined;
    terminal.on('line', (line) => {
      if (answer !== undefined) return;
      answer = ANSWERS.get(line.trim().toLowerCase());
      if (answer !== undefined) return terminal.close();
      output.write(`'${line.trim()}' is neither yes nor no: enter yes or no\n`);
      terminal.prompt();
    });
    terminal.once('close', () => {
      output.off('error', withdraw);
      // What is printed next must not begin behind the question.
      if (answer === undefined) output.write('\n');
      resolve(answer);
    });
    terminal.prompt();
  });
}

const ANSWERS: ReadonlyMap<string, boolean> = new Map([
  ['y', true],
  ['yes', true],
  ['n', false],
  ['no', false],
]);

export interface AskOptions {
  /** @default - the process's own */
  readonly input?: NodeJS.ReadableStream;

  /** @default - the process's own */
  readonly output?: NodeJS.WritableStream;

  /** Withdraws the question. @default - it stands until it is answered */
  readonly withdrawn?: AbortSignal;
}
