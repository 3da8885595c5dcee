import { compare } from '../../../lib/review/policies/decide';
import { covers, overlaps } from '../../../lib/review/policies/pattern';
import { statements } from '../../../lib/review/policies/statement';
import { review } from '../../../lib/review';
import { edited, lines, resource, state, statementsOf } from './states';

const base = state();
const ROLE = 'arn:aws:iam::111111111111:role/one';

/** What the review says of a group's policy before and after, whose statements are beside those that it has. */
function changesOf(before: readonly object[], after: readonly object[]): string[] {
  const [was, is] = [before, after].map((added) =>
    edited(base, 'SampleImageRelease', (template) =>
      statementsOf(resource(template, 'DeveloperGroupDefaultPolicy')).push(...(added as never[])),
    ),
  );
  return lines(review(was, is));
}

/** What the review says of a registry's policy before and after. */
function pullsOf(before: object, after: object): string[] {
  const [was, is] = [before, after].map((statement) =>
    edited(base, 'SampleImageRelease', (template) => {
      resource(template, 'ImageRepository').Properties.RepositoryPolicyText = { Statement: [statement] };
    }),
  );
  return lines(review(was, is));
}

test.each<[string, readonly object[], readonly object[]]>([
  [
    'a pattern twice with more stars',
    [],
    [{ Effect: 'Allow', Action: ['s3:*', 's3:**'], Resource: ['*', '**'] }],
  ],
  [
    'a pattern of which some was all that was excepted',
    [{ Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' }],
    [
      { Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' },
      { Effect: 'Allow', Action: 's3:*Object', Resource: '*' },
    ],
  ],
  [
    'what only the deployment knows, which may be excepted',
    [{ Effect: 'Allow', NotAction: 's3:PutObject', Resource: '*' }],
    [
      { Effect: 'Allow', NotAction: 's3:PutObject', Resource: '*' },
      { Effect: 'Allow', Action: { 'Fn::ImportValue': 'Actions' }, Resource: '*' },
    ],
  ],
])('%s is a gain', (_, before, after) => {
  expect(changesOf(before, after)[0]).toMatch(/^widened Release: Developers (of SampleImage )?gain /);
});

test('a refusal of all but what a pattern has is a loss on each registry that the pattern does not have', () => {
  const allow = { Effect: 'Allow', Action: 'ecr:PutImage', NotResource: '*/others' };
  const deny = { Effect: 'Deny', Action: 'ecr:PutImage', NotResource: '*/master' };
  expect(changesOf([allow], [allow, deny])).toEqual([
    'narrowed Release: Developers lose ecr:PutImage on slipway/sample-image/release',
    'narrowed Release: Developers of SampleImage lose ecr:PutImage on slipway/sample-image/development',
  ]);
});

const ecr = { Action: 'ecr:PutImage' };

test.each<[string, object, object, string]>([
  [
    'nobody is excepted any more',
    { Effect: 'Allow', NotPrincipal: { AWS: ROLE }, ...ecr },
    { Effect: 'Allow', Principal: '*', ...ecr },
    'everyone on AWS gains',
  ],
  [
    'fewer are excepted',
    { Effect: 'Allow', NotPrincipal: { AWS: [ROLE, `${ROLE}2`] }, ...ecr },
    { Effect: 'Allow', NotPrincipal: { AWS: ROLE }, ...ecr },
    `everything but ${ROLE} gains`,
  ],
  [
    'more are excepted of who is refused',
    { Effect: 'Deny', NotPrincipal: { AWS: ROLE }, ...ecr },
    { Effect: 'Deny', NotPrincipal: { AWS: [ROLE, `${ROLE}2`] }, ...ecr },
    `everything but ${ROLE} is no longer refused`,
  ],
  [
    'a role is named itself, and not by its account',
    { Effect: 'Allow', Principal: { AWS: '111111111111' }, ...ecr },
    { Effect: 'Allow', Principal: { AWS: ROLE }, ...ecr },
    `${ROLE} gains`,
  ],
])('a registry opens where %s', (_, before, after, who) => {
  expect(pullsOf(before, after)[0]).toContain(`widened Release: ${who} ecr:PutImage on`);
});

test.each([
  ['111111111111', 'account 111111111111'],
  ['arn:aws:iam::111111111111:root', 'account 111111111111'],
  ['AIDAEXAMPLE', 'AIDAEXAMPLE'],
  ['<parameter Who>', '<parameter Who>'],
])('the principal %s is called %s', (AWS, name) => {
  const [{ principals }] = statements({ Statement: { Effect: 'Allow', Principal: { AWS }, Action: '*' } });
  expect(principals.patterns).toEqual([name]);
});

test('a document with variables that its version takes for text cannot be evaluated', () => {
  const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/${aws:username}' }];
  const [old, now] = [{ Statement }, { Version: '2012-10-17', Statement }].map(statements);
  const question = { action: 's3:getobject', resource: 'arn:aws:s3:::b/${aws:username}', principal: '*' };
  expect(compare(old, now, question).gained).toEqual([[]]);
  expect(statements({ Statement, statement: [] })[0].actionsAsWritten[0]).toMatch(/cannot be evaluated/);
});

test.each([
  ['a*c', 'abbc', true],
  ['a*c', 'abcd', false],
  ['*', 'a*', true],
  ['a?', 'a*', false],
  ['a*', 'a?', true],
  ['*b*', 'ab', true],
  ['a*b*', 'a', false],
])('the pattern %s covers %s: %s', (pattern, other, expected) => {
  expect(covers(pattern, other)).toBe(expected);
});

test.each([
  ['s3:Put*', 's3:*Object', true],
  ['s3:Put*', 's3:Get*', false],
  ['a?', 'ab', true],
  ['a?', 'abc', false],
  ['*', '', true],
  ['ecr:PutImage', 'ecr:<Fn::ImportValue>', true],
])('the patterns %s and %s have a text in common: %s', (one, other, expected) => {
  expect([overlaps(one, other), overlaps(other, one)]).toEqual([expected, expected]);
});

test('a pattern of many stars is compared at once', () => {
  const begin = Date.now();
  expect(covers(`${'*a'.repeat(40)}b`, 'a'.repeat(2000))).toBe(false);
  expect(Date.now() - begin).toBeLessThan(2000);
});
