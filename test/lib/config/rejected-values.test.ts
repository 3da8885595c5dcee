import { expectMistake, refusal, withImages, withRelease, withSource, MINIMAL } from './refusal';

/** Values of one field, and parts of what its mistake says is expected and how to fix it. */
type Row = readonly [value: string | number | boolean | null, expected: string, fix: string];

function rejectsEach(path: string, configure: (value: unknown) => unknown, rows: readonly Row[]) {
  describe(`the value of ${path}`, () => {
    test.each(rows)('rejects %j', (value, expected, fix) => {
      expectMistake(configure(value), { path, received: String(value), expected, fix });
    });
  });
}

rejectsEach('name', (name) => ({ ...MINIMAL, name }), [
  ['MyTeam', '2 to 32 lowercase', "write 'my-team'"],
  ['a'.repeat(33), '2 to 32 lowercase', 'leave it out'],
  ['a', '2 to 32 lowercase', 'leave it out'],
  ['a--b', '2 to 32 lowercase', "write 'a-b'"],
]);

rejectsEach('identityProvider', (identityProvider) => ({ ...MINIMAL, identityProvider }), [
  ['exists', "'create' or 'existing'", "write 'existing'"],
  [true, "'create' or 'existing'", 'leave it out'],
]);

rejectsEach('images[0].name', (name) => withImages({ name }), [
  ['sample-image', 'a PascalCase name', "write 'SampleImage'"],
  ['sampleImage', 'a PascalCase name', "write 'SampleImage'"],
  ['42', 'a PascalCase name', "such as 'SampleImage'"],
  [42, 'a PascalCase name', "such as 'SampleImage'"],
  ['A'.repeat(65), 'at most 64 characters, not 65', 'shorten it'],
  ['IdentityProvider', 'a name other than IdentityProvider', 'choose another'],
  ['FindingNotices', 'a name other than FindingNotices', "such as 'FindingNoticesImage'"],
  ['SharedGroups', 'a name other than SharedGroups', "such as 'SharedGroupsImage'"],
]);

rejectsEach('images[0].repository', (repository) => withImages({ repository }), [
  ['sample-image', 'owner/name', "such as 'your-org/sample-image'"],
  ['https://github.com/your-org/app', 'not a URL', "write 'your-org/app'"],
  ['https://github.com/your-org/app.git', 'not a URL', "write 'your-org/app'"],
  ['git@github.com:your-org/app.git', 'not a URL', "write 'your-org/app'"],
  ['github.com/your-org/app/', 'not a URL', "write 'your-org/app'"],
  ['your-org/app.git', 'without .git', "write 'your-org/app'"],
  ['your-org/*', 'exactly one repository', 'one entry for each'],
  ['your-or?/app', 'exactly one repository', 'one entry for each'],
  ['your-org/app:ref', 'owner/name', "such as 'your-org/sample-image'"],
  ['your-org@1/app@2', 'owner/name', "such as 'your-org/sample-image'"],
  ['your-org/..', 'owner/name', "such as 'your-org/sample-image'"],
]);

rejectsEach('source.repository', (repository) => withSource({ repository }), [
  ['https://github.com/your-org/app', 'not a URL', "write 'your-org/app'"],
]);

rejectsEach('images[0].ownerId', (ownerId) => withImages({ ownerId }), [
  ['1234567', 'a positive whole number', 'write 1234567 without quotes'],
  [0, 'a positive whole number', 'gh api repos/'],
  [-1, 'a positive whole number', 'gh api repos/'],
  [1.5, 'a positive whole number', 'gh api repos/'],
  [2 ** 53, 'a positive whole number', 'gh api repos/'],
  [null, 'a positive whole number', 'gh api repos/'],
]);

rejectsEach('images[0].retired', (retired) => withImages({ retired }), [
  ['true', 'true or false', 'without quotes'],
]);

rejectsEach('pipeline.account', (account) => ({ ...MINIMAL, pipeline: { account } }), [
  [12345678901, 'a number loses its leading zeros', "write '012345678901'"],
  ['1111-2222-3333', '12 digits', "write '111122223333'"],
  ['1', '12 digits', 'aws sts get-caller-identity'],
]);

rejectsEach('stages.Release.region', (region) => withRelease({ region }), [
  ['eu-wset-1', 'code of an AWS region', "write 'eu-west-1'"],
  ['Frankfurt', 'code of an AWS region', 'aws account list-regions'],
  ['xx-west-1', 'code of an AWS region', 'if that is what was meant'],
  ['us-iso-east-1', 'from which GitHub can be reached', 'another partition'],
]);

rejectsEach('source.connectionArn', (connectionArn) => withSource({ connectionArn }), [
  ['arn:aws:iam::111111111111:role/x', 'ARN of a connection', 'list-connections'],
  ['arn:aws:codeconnections:eu-west-1:111111111111:host/a', 'ARN of a connection', 'list-connections'],
  ['arn:aws:codeconnections:eu-west-1:111111111111:connection/*', 'ARN of a connection', 'leave it out'],
  ['arn:aws:codeconnections:eu-west-1::connection/a', 'ARN of a connection', 'leave it out'],
  [
    'arn:aws:codeconnections:eu-wset-1:111111111111:connection/a',
    'code of an AWS region',
    'list-connections',
  ],
  ['arn:aws-cn:codeconnections:eu-west-1:111111111111:connection/a', 'an ARN of partition aws', 'leave it'],
]);

rejectsEach('release.pullAccounts[0]', (account) => ({ ...MINIMAL, release: { pullAccounts: [account] } }), [
  ['*', 'a wildcard would let every AWS account pull', 'one entry for each account'],
  ['arn:aws:iam::*:root', 'a wildcard would let every AWS account pull', 'pullOrganization'],
  ['arn:aws:iam::222222222222:root', 'not an ARN', "write '222222222222'"],
  ['o-abc123def4', 'not an organization', "pullOrganization: 'o-abc123def4'"],
  [222222222222, 'a number loses its leading zeros', "write '222222222222', with quotes"],
  ['2222-2222-2222', '12 digits of an AWS account', "write '222222222222'"],
  ['22222222222', '12 digits of an AWS account', 'aws sts get-caller-identity'],
  ['', '12 digits of an AWS account', 'aws sts get-caller-identity'],
]);

rejectsEach(
  'images[0].release.pullAccounts[0]',
  (account) => withImages({ release: { pullAccounts: [account] } }),
  [['*', 'a wildcard would let every AWS account pull', 'one entry for each account']],
);

rejectsEach(
  'release.pullOrganization',
  (pullOrganization) => ({ ...MINIMAL, release: { pullOrganization } }),
  [
    ['*', 'a wildcard would let every AWS account pull', 'write the id in full'],
    ['o-*', 'a wildcard would let every AWS account pull', 'write the id in full'],
    ['O-ABC123DEF4', 'id of an organization', "write 'o-abc123def4'"],
    [
      'arn:aws:organizations::111111111111:organization/o-abc123def4',
      'id of an organization',
      "write 'o-abc123def4'",
    ],
    ['ou-ab12-abc123def4', 'not of a part of one', 'describe-organization'],
    ['r-ab12', 'not of a part of one', 'describe-organization'],
    ['o-short', 'id of an organization', 'describe-organization'],
    [' o-abc123def4', 'id of an organization', "write 'o-abc123def4'"],
    ['222222222222', 'id of an organization', 'pullAccounts'],
  ],
);

rejectsEach('groups', (groups) => ({ ...MINIMAL, groups }), [
  ['share', "'per-image' or 'shared'", "write 'shared'"],
  [true, "'per-image' or 'shared'", 'leave it out'],
]);

const BAD_BRANCHES = [
  '',
  'a b',
  'a..b',
  'a*',
  '-a',
  'a/',
  '/a',
  '.a',
  'a/.b',
  'a.lock',
  'a@{b',
  '@',
  'a//b',
  'a:b',
];
rejectsEach('source.branch', (branch) => withSource({ branch }), [
  ['refs/heads/main', "without 'refs/heads/'", "write 'main'"],
  ['#{X.Y}', 'as git allows it', 'leave it out'],
  ...BAD_BRANCHES.map((branch): Row => [branch, 'as git allows it', 'leave it out']),
]);

rejectsEach('stages.Release.environment', (environment) => withRelease({ environment }), [
  ['', '1 to 255 characters', 'rename the environment'],
  [' Release', '1 to 255 characters', 'rename the environment'],
  ["it's", 'that GitHub allows', 'rename the environment'],
  ['本番', 'description and the trust policy of a role', 'rename the environment'],
  ['Master×', 'description and the trust policy of a role', 'rename the environment'],
  ['a:b', 'without : and %', 'rename the environment'],
  ['a%3Ab', 'without : and %', 'rename the environment'],
  ['*', 'trust policy', 'rename the environment'],
  ['prod?', 'trust policy', 'rename the environment'],
  ['${x}', 'trust policy', 'rename the environment'],
]);

describe('what a reader would not see', () => {
  const HIDDEN = ['\u00a0', '\u00ad', '\u200b', '\u202e', '\u3164', '\ufeff', '\u{e0041}'];

  test.each(HIDDEN)('rejects %j in an environment and in a branch, and shows it', (character) => {
    const text = `Rel${character}ease`;
    const shown = `'Rel\\u{${character.codePointAt(0)?.toString(16)}}ease'`;
    expect(refusal(withRelease({ environment: text })).mistakes).toMatchObject([{ received: shown }]);
    expect(refusal(withSource({ branch: text })).mistakes).toMatchObject([{ received: shown }]);
  });

  test.each([
    ['m\u0430ster', 'm\\u{430}ster'],
    ['ｍain', '\\u{ff4d}ain'],
    ['Master – EU', 'Master \\u{2013} EU'],
    ['feature\u2215x', 'feature\\u{2215}x'],
    ['Cafe\u0301', 'Cafe\\u{301}'],
  ])(
    'rejects %j, which looks like another, in an environment and in a branch, and shows it',
    (text, shown) => {
      expectMistake(withRelease({ environment: text }), {
        path: 'stages.Release.environment',
        received: `'${shown}'`,
        expected: 'description and the trust policy of a role',
        fix: 'rename the environment',
      });
      expectMistake(withSource({ branch: text }), {
        path: 'source.branch',
        received: `'${shown}'`,
        expected: 'nothing can be taken for something else',
        fix: 'type it anew',
      });
    },
  );

  test('shows what looks like another in a repository, and what does not as it is', () => {
    const { mistakes } = refusal(withImages({ repository: 'acm\u0435/a' }, { name: '本番' }));
    expect(mistakes.map(({ received }) => received)).toEqual(["'acm\\u{435}/a'", "'本番'"]);
  });
});

rejectsEach(
  'stages.Release.lifecycle.expireUntaggedAfterDays',
  (expireUntaggedAfterDays) => withRelease({ lifecycle: { expireUntaggedAfterDays } }),
  [
    [0.5, 'whole number of days, 1 or more', 'write 1 or more'],
    ['14', 'whole number of days, 1 or more', 'write 14 without quotes'],
  ],
);

rejectsEach(
  'stages.Master.lifecycle.expireArchivedAfterDays',
  (expireArchivedAfterDays) => ({
    ...MINIMAL,
    stages: { Master: { lifecycle: { expireArchivedAfterDays } } },
  }),
  [[89, '90 or more, the minimum stay', 'write 90 or more']],
);
