import { jsonDiff } from '../../../../cli/bootstrap/plan/json-diff';

const statement = (Sid: string, ...Action: string[]) => ({ Sid, Effect: 'Allow', Action, Resource: '*' });
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

test('a change is shown with a little around it, under the path to it', () => {
  const before = policy(statement('See', 'a', 'b', 'c'), statement('Change', 'a', 'b', 'c', 'd', 'e'));
  const after = policy(statement('See', 'a', 'b', 'c'), statement('Change', 'a', 'b', 'c', 'x', 'e'));
  expect(jsonDiff(before, after)).toEqual([
    '@@ Statement > Change > Action',
    '         "b",',
    '         "c",',
    '-        "d",',
    '+        "x",',
    '         "e"',
    '       ],',
  ]);
});

test('nothing differs between equals', () => {
  expect(jsonDiff({ a: 1 }, { a: 1 })).toEqual([]);
});

test('what would deceive at a terminal is shown as what it is', () => {
  expect(jsonDiff({}, { a: '\u009b1A\u202e' }).join('\n')).toContain('"a": "\\u{9b}1A\\u{202e}"');
});
