import { Page, paginate } from '../../../../emulators/codepipeline/operations/paginate';

const page = (items: readonly string[], request: Page, list = 'letters') =>
  paginate(list, items, (item) => item, request);

test('gives a list in pages, each item once', () => {
  const first = page(['c', 'b', 'a'], { maxResults: 2 });
  expect(first.items).toEqual(['c', 'b']);
  const second = page(['c', 'b', 'a'], { maxResults: 2, nextToken: first.nextToken });
  expect(second).toEqual({ items: ['a'], nextToken: undefined });
});

test('gives no token when the last page is full', () => {
  expect(page(['b', 'a'], { maxResults: 2 }).nextToken).toBeUndefined();
});

test('gives nothing twice when the list has grown at its head', () => {
  const { nextToken } = page(['c', 'b', 'a'], { maxResults: 1 });
  expect(page(['d', 'c', 'b', 'a'], { nextToken }).items).toEqual(['b', 'a']);
});

test('rejects a token of another list, and one that nobody gave', () => {
  const { nextToken } = page(['b', 'a'], { maxResults: 1 });
  const refused = expect.objectContaining({ code: 'InvalidNextTokenException' }) as Error;
  expect(() => page(['b', 'a'], { nextToken }, 'others')).toThrow(refused);
  expect(() => page(['b', 'a'], { nextToken: '1' })).toThrow(refused);
});
