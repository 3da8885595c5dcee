import { review } from '../../../lib/review';
import { edited, lines, resource, state, statementsOf } from './states';

const base = state();
const ISSUER = 'token.actions.githubusercontent.com';
const OWN = 'repo:your-org/sample-image:environment:Release';
const PUSH_ROLE = 'the push role of SampleImage';

interface Trust {
  Principal: unknown;
  Action: unknown;
  Condition: Record<string, Record<string, unknown>>;
}

/** What the review says of a trust policy that is edited, of the push role unless it is another one. */
function changesOf(
  edit: (trust: Trust, all: Record<string, unknown>[]) => void,
  stack = 'SampleImageRelease',
  role = 'GitHubRoleD4',
): string[] {
  const after = edited(base, stack, (template) => {
    const all = statementsOf(resource(template, role));
    edit(all[0] as unknown as Trust, all);
  });
  return lines(review(base, after));
}

test.each<[string, (trust: Trust, all: Record<string, unknown>[]) => void, string]>([
  [
    'another subject',
    ({ Condition }) =>
      (Condition.StringEquals[`${ISSUER}:sub`] = [
        OWN,
        'repo:mallory/x:environment:Release',
        'repo:your-org@1234567/sample-image@89012345:environment:Release',
      ]),
    'GitHub jobs with the subject repo:mallory/x:environment:Release may assume',
  ],
  [
    'no subject',
    ({ Condition }) => delete Condition.StringEquals[`${ISSUER}:sub`],
    'GitHub jobs of any repository may assume',
  ],
  [
    'subjects by a wildcard',
    (trust) =>
      (trust.Condition = {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
        StringLike: { [`${ISSUER}:sub`]: 'repo:your-org/*' },
      }),
    'GitHub jobs with a subject like repo:your-org/* may assume',
  ],
  [
    'no condition',
    (trust) => (trust.Condition = {}),
    'GitHub jobs of any repository, with tokens for anybody, may assume',
  ],
  [
    'no audience',
    ({ Condition }) => delete Condition.StringEquals[`${ISSUER}:aud`],
    'with tokens for anybody, may assume',
  ],
  [
    'subjects if there is one',
    (trust) =>
      (trust.Condition = {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
        StringEqualsIfExists: { [`${ISSUER}:sub`]: OWN },
      }),
    `GitHub jobs with a subject stringequalsifexists ${OWN} may assume`,
  ],
  [
    'everyone',
    (_, all) => all.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }),
    'everyone on AWS may assume',
  ],
  [
    'everyone in another way',
    (_, all) => all.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }),
    'everyone on AWS may assume',
  ],
  [
    'another account',
    (_, all) =>
      all.push({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: 'arn:aws:iam::444444444444:root' },
      }),
    'account 444444444444 may assume',
  ],
  [
    'a service',
    (_, all) =>
      all.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
    'the service lambda.amazonaws.com may assume',
  ],
  [
    'another provider of identities',
    (_, all) =>
      all.push({
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: 'accounts.google.com' },
      }),
    'tokens of accounts.google.com may assume',
  ],
  [
    'an organization',
    (_, all) =>
      all.push({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
      }),
    'whoever meets a condition if stringequals aws:principalorgid o-abc123def4 may assume',
  ],
])('a push role that comes to trust %s is said on the first line', (_, edit, who) => {
  const [first] = changesOf(edit);
  expect(first).toMatch(/^widened Release: /);
  expect(first).toContain(`${who} ${PUSH_ROLE}`);
});

test('subjects that are no longer trusted, and conditions that come, narrow', () => {
  expect(changesOf(({ Condition }) => (Condition.StringEquals[`${ISSUER}:sub`] = OWN))).toEqual([
    `narrowed Release: GitHub jobs with the subject repo:your-org@1234567/sample-image@89012345:environment:Release may no longer assume ${PUSH_ROLE}`,
  ]);
  const conditional = changesOf(
    ({ Condition }) => (Condition.StringEquals[`${ISSUER}:ref`] = 'refs/heads/main'),
  );
  expect(conditional.length).toBeGreaterThan(0);
  expect(conditional.filter((line) => !line.startsWith('narrowed'))).toEqual([]);
});

test.each<[string, Partial<Parameters<typeof state>[0]>, string]>([
  [
    'an environment of another name',
    { stages: { Release: { environment: 'prod' } } },
    'widened Release: GitHub jobs with the subject repo:your-org/sample-image:environment:prod may assume',
  ],
  [
    'another repository',
    { images: [{ name: 'SampleImage', repository: 'your-org/other', subject: 'classic' }] },
    'widened Release: GitHub jobs with the subject repo:your-org/other:environment:Release may assume',
  ],
  [
    'other ids',
    { images: [{ name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 7, repositoryId: 8 }] },
    'widened Release: GitHub jobs with the subject repo:your-org@7/sample-image@8:environment:Release may assume',
  ],
  [
    'one form of the subject',
    { images: [{ name: 'SampleImage', repository: 'your-org/sample-image', subject: 'classic' }] },
    'narrowed Release: GitHub jobs with the subject repo:your-org@1234567/sample-image@89012345:environment:Release may no longer assume',
  ],
])('a configuration with %s says so in full', (_, changes, line) => {
  expect(lines(review(base, state(changes)))[0]).toBe(`${line} ${PUSH_ROLE}`);
});

test('whoever may do anything with a role may assume it, which is said once', () => {
  const found = changesOf((_, all) =>
    all.push({ Effect: 'Allow', Action: '*', Principal: { AWS: '444444444444' } }),
  );
  expect(found).toEqual([`widened Release: account 444444444444 may assume ${PUSH_ROLE}`]);
});

test('who may assume a role of the pipeline is said by the name of the role', () => {
  const found = changesOf(
    (_, all) => all.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '444444444444' } }),
    'PipelineStack',
    'PipelineRoleB27FAA37',
  );
  expect(found).toEqual(['widened Pipeline: account 444444444444 may assume the role slipway-pipeline']);
});

test('accounts and organizations that may pull from Release are said', () => {
  const open = state({ release: { pullAccounts: ['333333333333'], pullOrganization: 'o-abc123def4' } });
  expect(lines(review(base, open)).slice(0, 2)).toEqual([
    'widened Release: account 333333333333 may pull from slipway/sample-image/release',
    'widened Release: accounts of the organization o-abc123def4 may pull from slipway/sample-image/release',
  ]);
  expect(lines(review(open, base))).toContain(
    'narrowed Release: account 333333333333 may no longer pull from slipway/sample-image/release',
  );
});

test.each<[string, Record<string, unknown>, string]>([
  [
    'everyone',
    { Principal: '*', Action: ['ecr:BatchGetImage'] },
    'everyone on AWS gains ecr:BatchGetImage on',
  ],
  [
    'an account, for pushes',
    { Principal: { AWS: '444444444444' }, Action: 'ecr:PutImage' },
    'account 444444444444 gains ecr:PutImage on',
  ],
  [
    'all but somebody',
    { NotPrincipal: { AWS: '444444444444' }, Action: 'ecr:PutImage' },
    'everything but account 444444444444 gains ecr:PutImage on',
  ],
])('a registry that is opened to %s is said on the first line', (_, statement, what) => {
  const after = edited(base, 'SampleImageRelease', (template) => {
    resource(template, 'ImageRepository').Properties.RepositoryPolicyText = {
      Statement: [{ Effect: 'Allow', ...statement }],
    };
  });
  expect(lines(review(base, after))).toEqual([`widened Release: ${what} slipway/sample-image/release`]);
});
