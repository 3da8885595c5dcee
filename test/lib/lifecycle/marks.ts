import type { Change } from './image-history';
import type { Span } from './spans';
import { element } from './svg';

const BAR = 12;

/** A bar for the days in which an image is in one state, around the line `y`. */
export function bar(state: Span['state'], x: number, y: number, width: number): string {
  // The stroke of an outlined bar goes inside, so that all are of one height.
  const inset = state === 'at-hand' ? 0 : 0.5;
  return element('rect', {
    class: state,
    x: x + inset,
    y: y - BAR / 2 + inset,
    width: Math.max(width - 2 * inset, 1),
    height: BAR - 2 * inset,
    rx: 2,
  });
}

export function pushMark(x: number, y: number): string {
  return element('rect', { class: 'push', x: x - 1.5, y: y - 9, width: 3, height: 18, rx: 1 });
}

export function pullMark(x: number, y: number, state: Span['state']): string {
  return element('circle', { class: state === 'untagged' ? 'untagged-pull' : 'pull', cx: x, cy: y, r: 1.8 });
}

/** The mark of a change, if it has one: what else changes shows in the bars. */
export function changeMark(what: Change['what'], x: number, y: number): string[] {
  if (what === 'pull fails') return [element('circle', { class: 'failed', cx: x, cy: y, r: 3.6 })];
  if (what === 'restored') {
    return [element('path', { class: 'restored', d: `M${round(x)} ${y - 8}l6 8l-6 8l-6 -8z` })];
  }
  if (what === 'expired') {
    return [element('path', { class: 'expired', d: `M${round(x + 2)} ${y - 4}l8 8m0 -8l-8 8` })];
  }
  return [];
}

/** For what goes on beyond the right edge. */
export function laterMark(x: number, y: number): string {
  return element('path', { class: 'later', d: `M${round(x)} ${y - 5}l5 5l-5 5` });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
