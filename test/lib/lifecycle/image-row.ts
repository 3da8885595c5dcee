import type { Change } from './image-history';
import type { ImageLine } from './image-table';
import { bar, changeMark, laterMark, pullMark, pushMark } from './marks';
import { spans } from './spans';
import { element, label, text } from './svg';
import { at, END, LEFT, RIGHT, WIDTH } from './timeline';
import { inWords } from './what-becomes';

/** An image with its tag, its bars and marks around the line `y`, and its end in words. */
export function imageRow(
  { image, pushed, tag, pulled = [] }: ImageLine,
  changes: readonly Change[],
  y: number,
): string {
  const states = spans(pushed, tag !== undefined, changes, END + 1);
  const shown = states.filter(({ from }) => from < END);
  const goesOn = (states.at(-1)?.to ?? 0) > END;
  const failed = changes.filter(({ what }) => what === 'pull fails').map(({ day }) => day);
  const pulls = pulled
    .filter((day) => day < END && !failed.includes(day))
    .map((day) =>
      pullMark(at(day), y, shown.find(({ from, to }) => from <= day && day < to)?.state ?? 'at-hand'),
    );
  const last = changes.findLast(({ what }) => ['archived', 'restored', 'expired'].includes(what));
  const outcome = !last || last.what === 'restored' ? 'stays at hand' : `${last.what} day ${last.day}`;
  return element(
    'g',
    {},
    element('title', {}, text(`${image}: ${inWords(changes)}`)),
    label(image, 20, y + 4, 'ink'),
    ...(tag === undefined ? [] : [label(tag, LEFT - 10, y + 4, 'tag muted end')]),
    ...shown.map(({ state, from, to }) => bar(state, at(from), y, at(Math.min(to, END)) - at(from))),
    ...pulls,
    pushMark(at(pushed), y),
    ...changes.filter(({ day }) => day < END).flatMap(({ what, day }) => changeMark(what, at(day), y)),
    ...(goesOn ? [laterMark(RIGHT + 3, y)] : []),
    label(outcome, WIDTH - 20, y + 4, 'small muted end'),
  );
}
