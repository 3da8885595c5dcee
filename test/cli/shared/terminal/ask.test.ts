import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { askYesOrNo } from '../../../../cli/shared/terminal/ask';

async function ask(entered: string): Promise<{ readonly answer?: boolean; readonly shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(entered);
  const answer = await askYesOrNo('What is done.\nDo this? (yes/no)', { input, output });
  output.end();
  return { answer, shown: await text(output) };
}

test.each([
  ['y\n', true],
  ['Yes\n', true],
  [' YES \n', true],
  ['y', true],
  ['n\n', false],
  ['No\n', false],
])('an answer of %j is %j', async (entered, answer) => {
  expect(await ask(entered)).toEqual({ answer, shown: 'What is done.\nDo this? (yes/no) ' });
});

test.each(['maybe', 'yesterday', 'yeah', 'none', '', '0'])(
  'after %j the question is asked again, with what was expected',
  async (slip) => {
    for (const [entered, answer] of [
      [`${slip}\nyes\n`, true],
      [`${slip}\nno\n`, false],
    ] as const) {
      expect(await ask(entered)).toEqual({
        answer,
        shown: `What is done.\nDo this? (yes/no) '${slip}' is neither yes nor no: enter yes or no\nDo this? (yes/no) `,
      });
    }
  },
);

test('the first answer counts', async () => {
  expect((await ask('no\nyes\n')).answer).toBe(false);
});

test.each(['', 'maybe\n', 'maybe'])('an input that ends after %j decides nothing', async (entered) => {
  const { answer, shown } = await ask(entered);
  expect(answer).toBeUndefined();
  expect(shown).toMatch(/\(yes\/no\) \n$/);
});

test('Ctrl-C decides nothing', async () => {
  const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true })];
  const answer = askYesOrNo('Do this? (yes/no)', { input, output });
  input.write('ye\u0003');
  expect(await answer).toBeUndefined();
});

test('a question that is withdrawn decides nothing, and ends its line at once', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const withdrawal = new AbortController();
  const answer = askYesOrNo('Do this? (yes/no)', { input, output, withdrawn: withdrawal.signal });
  input.write('ye');
  withdrawal.abort();
  output.end('Answered meanwhile\n');
  expect(await text(output)).toBe('Do this? (yes/no) \nAnswered meanwhile\n');
  expect(await answer).toBeUndefined();
  expect(input.isPaused()).toBe(true);
});

test('a question that nobody can read any more decides nothing', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answer = askYesOrNo('Do this? (yes/no)', { input, output });
  output.on('error', () => undefined);
  output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  expect(await answer).toBeUndefined();
});
