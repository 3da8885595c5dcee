import { Page, paginate } from '../../../../emulators/codepipeline/operations/paginate';

const page = (items: readonly string[], request: Page, list = 'letters') =>
  paginate(list, items, (item) => item, request);

test('a list is given in pages, each item once', () => {
  const first = page(['c', 'b', 'a'], { maxResults: 2 });
  expect(first.items).toEqual(['c', 'b']);
  const second = page(['c', 'b', 'a'], { maxResults: 2, nextToken: first.nextToken });
  expect(second).toEqual({ items: ['a'], nextToken: undefined });
});

test('a list gives no token after its last page, even a full one', () => {
  expect(page(['b', 'a'], { maxResults: 2 }).nextToken).toBeUndefined();
});

test('a list gives nothing twice when it has grown at its head', () => {
  const { nextToken } = page(['c', 'b', 'a'], { maxResults: 1 });
  expect(page(['d', 'c', 'b', 'a'], { nextToken }).items).toEqual(['b', 'a']);
});

test('a list rejects the token of another list, and one that was never given', () => {
  const { nextToken } = page(['b', 'a'], { maxResults: 1 });
  const refused = expect.objectContaining({ code: 'InvalidNextTokenException' }) as Error;
  expect(() => page(['b', 'a'], { nextToken }, 'others')).toThrow(refused);
  expect(() => page(['b', 'a'], { nextToken: '1' })).toThrow(refused);
});
