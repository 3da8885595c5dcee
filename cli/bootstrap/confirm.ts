import * as readline from 'node:readline';

/** Asks at the terminal whether to go on. @throws Error when nobody is there to answer */
export async function confirm(): Promise<boolean> {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  terminal.setPrompt('Do this? [y/N] ');
  const answer = await new Promise<string | undefined>((resolve) => {
    terminal.once('line', resolve);
    terminal.once('close', () => resolve(undefined));
    terminal.prompt();
  });
  terminal.close();
  if (answer !== undefined) return /^y(es)?$/i.test(answer.trim());
  throw new Error('\nNothing was changed: nobody answered; say --yes to do it without asking');
}
