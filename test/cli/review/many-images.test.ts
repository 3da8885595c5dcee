import { review, shortReview } from '../../../lib/review';
import { lines, state } from '../../lib/review/states';

const images = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Image${index}`,
    repository: `your-org/image-${index}`,
    subject: 'classic' as const,
  }));

test('a pipeline whose Release needs several stages asks before the first of them', () => {
  const found = lines(review(state(), state({ images: images(60) })));
  expect(found).toContain('widened Release: End users gain Authorize and Read on slipway/image59/release');
  expect(found.filter((line) => line.includes('without an approval'))).toEqual([]);
});

test('a change of a hundred images is compared in far less than the time of its synth', () => {
  const before = state({ images: images(100), groups: 'shared' });
  const after = state({
    images: images(100),
    groups: 'shared',
    stages: { Release: { environment: 'prod', lifecycle: { expireUntaggedAfterDays: 7 } } },
  });
  const start = performance.now();
  const found = review(before, after);
  const seconds = (performance.now() - start) / 1000;
  expect(shortReview(found)).toMatch(/^WIDENED: Release: GitHub jobs with the subject /);
  // Two seconds where nothing else runs (`npm run bench -- review`), several times as many beside other tests.
  expect(seconds).toBeLessThan(10);
});
