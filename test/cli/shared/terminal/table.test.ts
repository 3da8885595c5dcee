import { COLUMNS, table } from '../../../../cli/shared/terminal/table';

const HEAD = ['Step', 'Status', 'Seconds'];
const ROWS = [
  ['Synth', 'Succeeded', '12.5'],
  ['SelfMutate', '', '3.0'],
];

test('a table for a terminal aligns its columns, numbers to the right, without blanks at the ends', () => {
  expect(table(HEAD, ROWS)).toBe(
    [
      'Step        Status     Seconds',
      '──────────  ─────────  ───────',
      'Synth       Succeeded     12.5',
      'SelfMutate                 3.0',
    ].join('\n'),
  );
  expect(table(['Stack', 'Status'], [['A', '']])).toMatch(/^A$/m);
});

test('a table in Markdown says which columns are numbers', () => {
  expect(table(HEAD, ROWS, 'markdown')).toBe(
    [
      '| Step       | Status    | Seconds |',
      '| ---------- | --------- | ------: |',
      '| Synth      | Succeeded |    12.5 |',
      '| SelfMutate |           |     3.0 |',
    ].join('\n'),
  );
});

test('a table without a head is its rows', () => {
  expect(table([], [['PipelineStack', 'CREATE_COMPLETE']])).toBe('PipelineStack  CREATE_COMPLETE');
  expect(table([], [])).toBe('');
});

test('a table that is too wide for a terminal goes on in the next line, in the columns that have the words', () => {
  const step = '  Three words that are repeated often, often, often, often, often, and often';
  expect(table(HEAD, [[step, 'Succeeded', '12.5']])).toBe(
    [
      'Step                                                          Status     Seconds',
      '────────────────────────────────────────────────────────────  ─────────  ───────',
      '  Three words that are repeated often, often, often, often,   Succeeded     12.5',
      '  often, and often',
    ].join('\n'),
  );
});

test('a word that is too long for a table stays whole, and other columns are as narrow as theirs', () => {
  const name = `slipway/${'long'.repeat(20)}/development`;
  expect(table([], [['two words', name]])).toBe(`two    ${name}\nwords`);
});

test('a page has each row of a table on one line', () => {
  expect(table(['Step'], [['many words '.repeat(20)]], 'markdown').split('\n')).toHaveLength(3);
});

test.each([1, 2, 3, 7])('a table of %i columns of short words fits a terminal', (columns) => {
  const row = Array.from({ length: columns }, (_, index) => 'words and words '.repeat(index * 7));
  const lines = table([], [row]).split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(COLUMNS);
});
