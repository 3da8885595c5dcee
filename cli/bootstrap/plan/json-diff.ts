import { structuredPatch } from 'diff';
import { printable } from '../settings/printable';

/** Lines that are shown before and after a change, besides the path to it. */
const CONTEXT = 2;

/**
 * What differs between two JSON values, for a person to read: changed lines with a little around them, under the
 * path to each place, in which a statement goes by its `Sid`.
 */
export function jsonDiff(before: unknown, after: unknown): string[] {
  const [old, current] = [before, after].map((value) => printable(JSON.stringify(value, null, 2) ?? ''));
  const { hunks } = structuredPatch('', '', `${old}\n`, `${current}\n`, '', '', { context: CONTEXT });
  return hunks.flatMap(({ lines, oldStart, newStart }) => {
    const unchanged = lines.findIndex((line) => !line.startsWith(' '));
    const [text, start] = lines[unchanged].startsWith('-') ? [old, oldStart] : [current, newStart];
    const path = pathTo(text.split('\n'), start - 1 + unchanged);
    return [`@@ ${path.join(' > ')}`, ...lines];
  });
}

/** The keys above a line of JSON that is indented. */
function pathTo(lines: readonly string[], index: number): string[] {
  const path: string[] = [];
  let depth = depthOf(lines[index]);
  for (let above = index - 1; above > 0 && depth > 0; above--) {
    if (depthOf(lines[above]) >= depth) continue;
    depth = depthOf(lines[above]);
    const key = /^ *"(.+)": [[{]$/.exec(lines[above])?.[1];
    const sid = /^ *"Sid": "(.+)",?$/.exec(lines[above + 1])?.[1];
    const name = key ?? sid;
    if (name) path.unshift(name);
  }
  return path;
}

function depthOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
