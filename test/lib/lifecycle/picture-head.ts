import { bar, changeMark, laterMark, pullMark, pushMark } from './marks';
import { element, label } from './svg';
import { at, NEXT_YEAR, SHOWN_MONTHS } from './timeline';

/** What the marks mean. */
export function legend(): string {
  const y = 58;
  const entries: [number, string, number, (x: number) => string[]][] = [
    [20, 'push', 4, (x) => [pushMark(x + 2, y)]],
    [82, 'at hand', 26, (x) => [bar('at-hand', x, y, 26)]],
    [
      180,
      'pulls',
      26,
      (x) => [bar('at-hand', x, y, 26), ...[8, 18].map((dx) => pullMark(x + dx, y, 'at-hand'))],
    ],
    [264, 'at hand, without a tag', 26, (x) => [bar('untagged', x, y, 26)]],
    [450, 'archived', 26, (x) => [bar('archived', x, y, 26)]],
    [556, 'a pull fails', 9, (x) => changeMark('pull fails', x + 4.5, y)],
    [660, 'restored', 12, (x) => changeMark('restored', x + 6, y)],
    [752, 'expired', 10, (x) => changeMark('expired', x - 1, y)],
    [836, 'goes on', 6, (x) => [laterMark(x, y)]],
  ];
  const drawn = entries.flatMap(([x, name, width, marks]) => [
    ...marks(x),
    label(name, x + width + 6, y + 4, 'small ink'),
  ]);
  return element('g', {}, ...drawn);
}

/** The names of the months, above the line `y`. */
export function months(y: number): string {
  const names = SHOWN_MONTHS.map(({ name, from, to }) =>
    label(name, at((from + to) / 2), y - 10, 'small muted middle'),
  );
  return element('g', {}, ...names, label('next year', at(NEXT_YEAR) + 3, y - 26, 'small muted'));
}
