/** How a table is drawn: for a terminal, or as a page in Markdown has it. */
export type TableStyle = 'terminal' | 'markdown';

const NUMBER = /^[\d.,$%]*$/;
const GAP = '  ';

/** The width that every terminal has. */
export const COLUMNS = 80;

/**
 * A table as text, with columns of numbers to the right.
 *
 * On a terminal it fits 80 columns as far as its words do: what is longer goes on in the next line, in the widest
 * columns first. Own lines rather than a library: what there is draws boxes and colours, and what writes Markdown is no
 * CommonJS.
 *
 * @param head The names of the columns; none, and the rows stand alone.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: TableStyle = 'terminal',
): string {
  const isMarkdown = style === 'markdown';
  const count = Math.max(head.length, ...rows.map(({ length }) => length));
  const columns = Array.from({ length: count }, (_, index) => {
    const cells = rows.map((row) => row[index] ?? '');
    return {
      texts: [head[index] ?? '', ...cells],
      isNumeric: cells.some(Boolean) && cells.every((cell) => NUMBER.test(cell)),
    };
  });
  const widths = columns.map(({ texts }) => Math.max(isMarkdown ? 3 : 0, widthOf(texts)));
  if (!isMarkdown) narrow(widths, columns);
  const join = (cells: readonly string[]) =>
    isMarkdown ? `| ${cells.join(' | ')} |` : cells.join(GAP).trimEnd();
  const lines = (row: readonly string[]) => {
    const cells = widths.map((width, index) =>
      isMarkdown ? [row[index] ?? ''] : wrap(row[index] ?? '', width),
    );
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      join(
        columns.map(({ isNumeric }, index) => {
          const text = cells[index][line] ?? '';
          return isNumeric ? text.padStart(widths[index]) : text.padEnd(widths[index]);
        }),
      ),
    );
  };
  const rule = columns.map(({ isNumeric }, index) => {
    if (!isMarkdown) return '─'.repeat(widths[index]);
    return isNumeric ? `${'-'.repeat(widths[index] - 1)}:` : '-'.repeat(widths[index]);
  });
  return [...(head.length > 0 ? [...lines(head), join(rule)] : []), ...rows.flatMap(lines)].join('\n');
}

/** Takes from the widest column that words allow it of, until the table fits. */
function narrow(widths: number[], columns: readonly { readonly texts: readonly string[] }[]): void {
  const least = columns.map(({ texts }) => widthOf(texts.flatMap((text) => wrap(text, 1))));
  const gaps = GAP.length * (widths.length - 1);
  for (let excess = sum(widths) + gaps - COLUMNS; excess > 0; excess--) {
    const wide = widths.map((width, index) => (width > least[index] ? width : 0));
    const widest = Math.max(...wide);
    if (widest <= 0) return;
    widths[wide.indexOf(widest)]--;
  }
}

/**
 * A text on lines of so many columns, broken at spaces; they begin as far to the right as the first one.
 *
 * A word that is longer stays whole, so that a name can be copied.
 */
function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  for (const word of text.trim().split(/ +/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(indent + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
