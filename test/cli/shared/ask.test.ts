import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { askYesOrNo } from '../../../cli/shared/ask';

async function ask(entered: string): Promise<{ readonly answer?: boolean; readonly shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(entered);
  const answer = await askYesOrNo('Do this? [y/N]', { input, output });
  output.end();
  return { answer, shown: await text(output) };
}

test.each(['y\n', 'Yes\n', ' YES \n', 'y'])('an answer of %j is a yes', async (entered) => {
  expect(await ask(entered)).toEqual({ answer: true, shown: 'Do this? [y/N] ' });
});

test.each(['n\n', '\n', 'yesterday\n', 'yeah\n'])('an answer of %j is a no', async (entered) => {
  expect((await ask(entered)).answer).toBe(false);
});

test('an input that ends without an answer is neither', async () => {
  expect((await ask('')).answer).toBeUndefined();
});
