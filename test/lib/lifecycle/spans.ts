import type { Change } from './image-history';

/** Days in which an image is in one state; it may be its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly state: 'at-hand' | 'untagged' | 'archived';
}

/** The states of an image from its push on, one after the other. */
export function spans(pushed: number, isTagged: boolean, changes: readonly Change[], end: number): Span[] {
  const found: Span[] = [];
  let [from, archived, tagged] = [pushed, false, isTagged];
  const close = (to: number) => {
    if (to > from) found.push({ from, to, state: archived ? 'archived' : tagged ? 'at-hand' : 'untagged' });
    from = to;
  };
  for (const { day, what } of changes) {
    if (what === 'pull fails') continue;
    close(day);
    if (what === 'expired') return found;
    if (what === 'archived' || what === 'restored') archived = what === 'archived';
    else tagged = what === 'tagged';
  }
  close(end);
  return found;
}
