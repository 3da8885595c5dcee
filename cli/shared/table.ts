/** How a table is drawn: for a terminal, or as a page in Markdown has it. */
export type TableStyle = 'terminal' | 'markdown';

const NUMBER = /^[\d.,$%]*$/;

/**
 * A table as text, with columns of numbers to the right.
 *
 * Own lines rather than a library: what there is draws boxes and colours, and what writes Markdown is no CommonJS.
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
      width: Math.max(isMarkdown ? 3 : 0, ...[head[index] ?? '', ...cells].map(({ length }) => length)),
      isNumeric: cells.some(Boolean) && cells.every((cell) => NUMBER.test(cell)),
    };
  });
  const join = (cells: readonly string[]) =>
    isMarkdown ? `| ${cells.join(' | ')} |` : cells.join('  ').trimEnd();
  const line = (row: readonly string[]) =>
    join(
      columns.map(({ width, isNumeric }, index) =>
        isNumeric ? (row[index] ?? '').padStart(width) : (row[index] ?? '').padEnd(width),
      ),
    );
  const rule = columns.map(({ width, isNumeric }) => {
    if (!isMarkdown) return '─'.repeat(width);
    return isNumeric ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width);
  });
  return [...(head.length > 0 ? [line(head), join(rule)] : []), ...rows.map(line)].join('\n');
}
