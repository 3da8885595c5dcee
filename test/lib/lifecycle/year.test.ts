import * as fs from 'node:fs';
import { picture } from './picture';
import { registries } from './registries';
import { inWords, whatBecomes } from './what-becomes';
import { PICTURE, year } from './year';

const lines = year();
const repositories = registries();

test.each(lines)('$stage: $image, pushed on day $pushed: $becomes', ({ stage, image, becomes }) => {
  const lives = lines.filter((line) => line.stage === stage);
  expect(inWords(whatBecomes(repositories[stage], lives).get(image) ?? [])).toBe(becomes);
});

test('docs/lifecycle.svg is what `npm run picture` draws', () => {
  expect(fs.readFileSync(PICTURE, 'utf8')).toBe(picture(repositories, lines));
});
