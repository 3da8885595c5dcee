import { Level, LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { review } from '../../../lib/review';
import { edited, EditableTemplate, lines, resource, state, statementsOf } from './states';

const base = state();
const REPOSITORY = { 'Fn::GetAtt': ['ImageRepository05CAA810', 'Arn'] };

/** What the review says of one template that is edited. */
function changesOf(stack: string, edit: (template: EditableTemplate) => void): string[] {
  return lines(review(base, edited(base, stack, edit)));
}

/** Gives a policy one more statement. */
function grant(policy: string, statement: Record<string, unknown>) {
  return (template: EditableTemplate) =>
    void statementsOf(resource(template, policy)).push({ Effect: 'Allow', ...statement });
}

test.each<[Level, string, string, string, string]>([
  ['Write', 'Release', 'DeveloperGroupDefaultPolicy', 'Developers gain', 'slipway/sample-image/release'],
  ['Write', 'Master', 'DeveloperGroupDefaultPolicy', 'Developers gain', 'slipway/sample-image/master'],
  ['Metadata', 'Release', 'EndUserGroupDefaultPolicy', 'End users gain', 'slipway/sample-image/release'],
  ['Write', 'Release', 'EndUserGroupDefaultPolicy', 'End users gain', 'slipway/sample-image/release'],
  ['Read', 'Release', 'GitHubRoleDefaultPolicy', 'GitHub gains', 'slipway/sample-image/release'],
  ['Metadata', 'Master', 'GitHubRoleDefaultPolicy', 'GitHub gains', 'slipway/sample-image/master'],
])('the level %s that an identity gets in %s is said: %s', (level, stage, policy, who, repository) => {
  const actions = [...LEVEL_ACTIONS[level]];
  expect(changesOf(`SampleImage${stage}`, grant(policy, { Action: actions, Resource: REPOSITORY }))).toEqual([
    `widened ${stage}: ${who} ${level} on ${repository}`,
  ]);
});

test.each([
  ['Development', 'Developers', 'DeveloperGroupDefaultPolicy', 'lose Authorize, Read, Write and Metadata'],
  ['Master', 'Developers', 'DeveloperGroupDefaultPolicy', 'lose Authorize, Read and Metadata'],
  ['Release', 'End users', 'EndUserGroupDefaultPolicy', 'lose Authorize and Read'],
  ['Development', 'GitHub', 'GitHubRoleDefaultPolicy', 'loses Authorize, Read, Write and Metadata'],
  ['Release', 'GitHub', 'GitHubRoleDefaultPolicy', 'loses Authorize and Write'],
])('what is taken away in %s from %s is said', (stage, who, policy, what) => {
  const found = changesOf(`SampleImage${stage}`, (template) => {
    const id = Object.keys(template.Resources).find((name) => name.startsWith(policy)) as string;
    delete template.Resources[id];
  });
  expect(found).toContain(`narrowed ${stage}: ${who} ${what} on slipway/sample-image/${stage.toLowerCase()}`);
});

test.each<[string, Record<string, unknown>, string]>([
  [
    'a single action',
    { Action: 'ecr:DeleteRepository', Resource: REPOSITORY },
    'ecr:DeleteRepository on slipway/sample-image/release',
  ],
  [
    'actions by a wildcard',
    { Action: 'ecr:*', Resource: REPOSITORY },
    'ecr:* on slipway/sample-image/release',
  ],
  [
    'resources by a wildcard',
    { Action: 'ecr:PutImage', Resource: 'arn:aws:ecr:*:*:repository/*' },
    'ecr:PutImage on arn:aws:ecr:*:*:repository/*',
  ],
  ['everything', { Action: '*', Resource: '*' }, '* on every resource'],
  [
    'all but some actions',
    { NotAction: 'iam:CreateUser', Resource: '*' },
    'everything but iam:createuser on every resource',
  ],
  ['another service', { Action: 'iam:PassRole', Resource: '*' }, 'iam:PassRole on every resource'],
  [
    'something under a condition',
    {
      Action: 'ecr:PutImage',
      Resource: REPOSITORY,
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
    'ecr:PutImage on slipway/sample-image/release if bool aws:multifactorauthpresent true',
  ],
  [
    'what only the deployment knows',
    { Action: { 'Fn::ImportValue': 'Actions' }, Resource: REPOSITORY },
    '<Fn::ImportValue',
  ],
])('a group that gets %s is said to gain it', (_, statement, what) => {
  const [first, ...others] = changesOf('SampleImageRelease', grant('DeveloperGroupDefaultPolicy', statement));
  expect(first).toMatch(/^widened Release: Developers (of SampleImage )?gain /);
  expect(first).toContain(what);
  expect(others).toEqual([]);
});

test('a managed policy that nobody here can read counts as widened', () => {
  const found = changesOf('SampleImageRelease', (template) => {
    resource(template, 'DeveloperGroup5').Properties.ManagedPolicyArns = [
      'arn:aws:iam::aws:policy/AdministratorAccess',
    ];
  });
  expect(found[0]).toMatch(
    /^widened Release: .*the managed policy arn:aws:iam::aws:policy\/AdministratorAccess/,
  );
});

test('a policy that becomes text that is no policy counts as widened', () => {
  const found = changesOf('SampleImageRelease', (template) => {
    resource(template, 'DeveloperGroupDefaultPolicy').Properties.PolicyDocument = {
      'Fn::ImportValue': 'Policy',
    };
  });
  expect(
    found.some(
      (line) => line.startsWith('widened Release: Developers') && line.includes('cannot be evaluated'),
    ),
  ).toBe(true);
});

test.each<[string, (template: EditableTemplate) => void]>([
  [
    'in another order',
    (template) => void statementsOf(resource(template, 'DeveloperGroupDefaultPolicy')).reverse(),
  ],
  [
    'action by action',
    (template) => {
      const [authorize, rest] = statementsOf(resource(template, 'DeveloperGroupDefaultPolicy'));
      const actions = rest.Action as string[];
      resource(template, 'DeveloperGroupDefaultPolicy').Properties.PolicyDocument = {
        Statement: [
          authorize,
          ...actions.map((Action) => ({ ...rest, Action: Action.toUpperCase().replace('ECR', 'ecr') })),
        ],
      };
    },
  ],
  [
    'as text',
    (template) => {
      const policy = resource(template, 'GitHubRoleDefaultPolicy');
      const [authorize] = statementsOf(policy);
      statementsOf(policy).push({ ...authorize, Sid: 'Again' });
    },
  ],
])('the same permissions written %s are no change of permissions', (_, edit) => {
  expect(changesOf('SampleImageRelease', edit)).toEqual([
    expect.stringMatching(/^other Release: PolicyDocument of .* is written otherwise and decides the same$/),
  ]);
});

test('a Deny that goes gives back what it took, and one that comes takes it', () => {
  const denied = edited(base, 'SampleImageRelease', (template) =>
    statementsOf(resource(template, 'DeveloperGroupDefaultPolicy')).push({
      Effect: 'Deny',
      Action: 'ecr:ListImages',
      Resource: '*',
    }),
  );
  expect(lines(review(base, denied))).toEqual([
    'narrowed Release: Developers lose ecr:ListImages on slipway/sample-image/release',
  ]);
  expect(lines(review(denied, base))[0]).toBe(
    'widened Release: Developers gain ecr:ListImages on slipway/sample-image/release',
  );
});

test('the own roles of the pipeline are called by their names', () => {
  const found = changesOf('PipelineStack', (template) => {
    const policy = resource(template, 'PipelineBuildSynthCdkBuildProjectRoleDefaultPolicy');
    statementsOf(policy).push({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: 'arn:aws:iam::111111111111:role/x',
    });
  });
  expect(found).toEqual([
    'widened Pipeline: the role slipway-synth gains sts:AssumeRole on arn:aws:iam::111111111111:role/x',
  ]);
});

test('another group beside the one of the tables is not called like it', () => {
  const found = changesOf('SampleImageRelease', (template) => {
    template.Resources.DeveloperGroupToo = { Type: 'AWS::IAM::Group', Properties: {} };
    template.Resources.Policy = {
      Type: 'AWS::IAM::GroupPolicy',
      Properties: {
        GroupName: { Ref: 'DeveloperGroupToo' },
        PolicyDocument: { Statement: { Effect: 'Allow', Action: 'ecr:PutImage', Resource: REPOSITORY } },
      },
    };
  });
  expect(found).toContain(
    'widened Release: the group SampleImageRelease/DeveloperGroupToo gains ecr:PutImage on slipway/sample-image/release',
  );
});

test.each<[string, (template: EditableTemplate) => void, string]>([
  [
    'without its boundary',
    (template) => delete resource(template, 'GitHubRoleD4').Properties.PermissionsBoundary,
    'has no permissions boundary',
  ],
  [
    'with another boundary',
    (template) =>
      (resource(template, 'GitHubRoleD4').Properties.PermissionsBoundary =
        'arn:aws:iam::aws:policy/AdministratorAccess'),
    'has another boundary, arn:aws:iam::aws:policy/AdministratorAccess',
  ],
])('a role %s is said first', (_, edit, what) => {
  expect(changesOf('SampleImageRelease', edit)).toEqual([
    `widened Release: the role SampleImageRelease/GitHubRoleD4DC42FB ${what}`,
  ]);
});

test('a user who becomes a member of a group is said', () => {
  const found = changesOf('SampleImageRelease', (template) => {
    template.Resources.Members = {
      Type: 'AWS::IAM::UserToGroupAddition',
      Properties: { GroupName: { Ref: 'DeveloperGroup54FA9D31' }, Users: ['mallory'] },
    };
  });
  expect(found[0]).toBe(
    'widened Release: the user mallory becomes a member of the group SampleImageRelease/DeveloperGroup54FA9D31',
  );
});

test('an image that is retired loses everything, and groups that are shared are others', () => {
  const image = {
    name: 'SampleImage',
    repository: 'your-org/sample-image',
    ownerId: 1234567,
    repositoryId: 89012345,
  };
  const retired = lines(review(base, state({ images: [{ ...image, retired: true }] })));
  expect(retired).toContain(
    'narrowed Release: GitHub loses Authorize and Write on slipway/sample-image/release',
  );
  expect(retired.filter((line) => line.startsWith('widened'))).toEqual([]);
  const shared = lines(review(base, state({ groups: 'shared' })));
  expect(shared).toContain(
    'widened Release: Developers of all images gain Read and Metadata on slipway/sample-image/release',
  );
  expect(shared).toContain(
    'narrowed Release: Developers lose Authorize, Read and Metadata on slipway/sample-image/release',
  );
});
