import { table } from '../../../cli/shared/table';

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
