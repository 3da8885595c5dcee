const NUMBER = /^\$?[\d.,]*$/;

/** A table as a page of the documentation has it, with columns of numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = head.map((name, index) => {
    const cells = rows.map((row) => row[index]);
    return {
      width: Math.max(3, ...[name, ...cells].map(({ length }) => length)),
      isNumber: cells.every(isNumber),
    };
  });
  const line = (row: readonly string[]) =>
    `| ${columns.map(({ width, isNumber: right }, index) => (right ? row[index].padStart(width) : row[index].padEnd(width))).join(' | ')} |`;
  const rule = columns.map(({ width, isNumber: right }) =>
    right ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** A number with commas, and no more digits after the point than asked for. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
