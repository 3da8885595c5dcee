import { STAGE_NAMES, StageName } from '../../../lib/config';
import { DEFAULT_LAST_DAY, ImageHistory } from '../../../lib/lifecycle';

/** What is done with an image of a stage, and what should happen to it. */
export interface ImageLine extends ImageHistory {
  readonly stage: StageName;
  readonly outcome: string;
}

const COLUMNS = [
  'stage',
  'image',
  'pushed',
  'tag',
  'pulled',
  'restored',
  'pushed again',
  'listed by',
  'outcome',
] as const;
const REQUIRED: readonly Column[] = ['stage', 'image', 'pushed', 'outcome'];

type Column = (typeof COLUMNS)[number];

/**
 * The lines of a table of images in Markdown, the first one in a text.
 *
 * Days are numbers, or `weekly` from the push on, or `weekly to 45`. An image may be pushed again with another
 * tag: `13 other`.
 */
export function imageTable(markdown: string): ImageLine[] {
  const rows = markdown
    .split('\n')
    .filter((line) => line.trim().startsWith('|'))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
  const head = rows.findIndex((cells) => REQUIRED.every((column) => cells.includes(column)));
  if (head === -1) throw new Error(`no table has the columns ${REQUIRED.join(', ')}`);
  const columns = rows[head].map((cell) => oneOf(COLUMNS, cell));
  return rows
    .slice(head + 1)
    .filter(([first]) => !/^-+$/.test(first))
    .map((cells) => imageLine((column) => cells[columns.indexOf(column)] ?? ''));
}

function imageLine(cell: (column: Column) => string): ImageLine {
  const pushed = day(cell('pushed'));
  const days = (column: Column) => listed(cell(column)).flatMap((when) => daysOf(when, pushed));
  const again = listed(cell('pushed again')).map((when) => when.split(' '));
  return {
    stage: oneOf(STAGE_NAMES, cell('stage')),
    image: cell('image'),
    pushed,
    tag: cell('tag') || undefined,
    pulled: days('pulled'),
    restored: days('restored'),
    pushedAgain: Object.fromEntries(again.map(([when, tag]) => [day(when), tag])),
    listedBy: cell('listed by') || undefined,
    outcome: cell('outcome'),
  };
}

function listed(cell: string): string[] {
  return cell === '' ? [] : cell.split(', ');
}

function daysOf(when: string, pushed: number): number[] {
  const weekly = /^weekly(?: to (?<last>\d+))?$/.exec(when);
  if (!weekly) return [day(when)];
  const weeks = Math.floor((Number(weekly.groups?.last ?? DEFAULT_LAST_DAY) - pushed) / 7);
  return Array.from({ length: weeks }, (_, week) => pushed + 7 * (week + 1));
}

function day(cell: string): number {
  if (/^\d+$/.test(cell)) return Number(cell);
  throw new Error(`'${cell}' is not a day, expected a number such as 45, or weekly, or weekly to 45`);
}

function oneOf<T extends string>(known: readonly T[], cell: string): T {
  const found = known.find((name) => name === cell);
  if (found === undefined) throw new Error(`'${cell}' is not known, expected one of ${known.join(', ')}`);
  return found;
}
