import * as readline from 'node:readline';

/**
 * Asks a question that is answered by yes or no; anything but `y` or `yes` is a no.
 *
 * @param question With what may be entered, such as `Do this? [y/N]`.
 * @returns undefined when the input ends without an answer, so that each command says what to do about it
 */
export async function askYesOrNo(
  question: string,
  { input = process.stdin, output = process.stdout }: Terminal = {},
): Promise<boolean | undefined> {
  const terminal = readline.createInterface({ input, output });
  terminal.setPrompt(`${question} `);
  const answer = await new Promise<string | undefined>((resolve) => {
    terminal.once('line', resolve);
    terminal.once('close', () => resolve(undefined));
    terminal.prompt();
  });
  terminal.close();
  return answer === undefined ? undefined : /^y(es)?$/i.test(answer.trim());
}

/** Where a question is asked. @default - the process's own input and output */
export interface Terminal {
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}
