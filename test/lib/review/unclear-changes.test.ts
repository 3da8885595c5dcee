import { review } from '../../../lib/review';
import { edited, EditableTemplate, lines, resource, state, statementsOf } from './states';

const base = state();
const GROUP = { Ref: 'DeveloperGroup54FA9D31' };
const EVERYTHING = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const DENY = { Statement: { Effect: 'Deny', Action: 'ecr:ListImages', Resource: '*' } };

type Edit = (template: EditableTemplate) => unknown;

/** What the review says of two ways to edit a stack. */
function changesOf(before: Edit, after: Edit, stack = 'SampleImageRelease'): string[] {
  const [was, is] = [before, after].map((edit) =>
    edited(base, stack, (template) => {
      edit(template);
    }),
  );
  return lines(review(was, is));
}

const nothing: Edit = () => undefined;

const add =
  (
    id: string,
    Type: string,
    Properties: Record<string, unknown>,
    others: Record<string, unknown> = {},
  ): Edit =>
  ({ Resources }) =>
    (Resources[id] = { Type, Properties, ...others });

const managed = (PolicyDocument: unknown) => add('Managed', 'AWS::IAM::ManagedPolicy', { PolicyDocument });

test('a managed policy that lets nobody of the templates do more may be a boundary, or on somebody else', () => {
  expect(changesOf(managed(DENY), managed(EVERYTHING))).toContain(
    'widened Release: the managed policy SampleImageRelease/Managed of SampleImage gains * on every resource',
  );
});

test('a managed policy on a group is said by the group, and by itself where it is a boundary', () => {
  const policy =
    (PolicyDocument: unknown, boundary?: unknown): Edit =>
    (template) => {
      add('Managed', 'AWS::IAM::ManagedPolicy', { PolicyDocument, Groups: [GROUP] })(template);
      if (boundary) resource(template, 'GitHubRoleD4').Properties.PermissionsBoundary = boundary;
    };
  const said = (boundary?: unknown) =>
    changesOf(policy(DENY, boundary), policy(EVERYTHING, boundary)).filter((line) =>
      line.includes('* on every resource'),
    );
  expect(said()).toEqual(['widened Release: Developers of SampleImage gain * on every resource']);
  expect(said({ Ref: 'Managed' })).toHaveLength(2);
});

test('a managed policy that nobody can read may have refused something', () => {
  const found = changesOf(
    (template) =>
      (resource(template, 'DeveloperGroup5').Properties.ManagedPolicyArns = [
        'arn:aws:iam::aws:policy/AWSDenyAll',
      ]),
    nothing,
  );
  expect(found[0]).toMatch(/^widened Release: Developers .*lose .*policy\/AWSDenyAll on /);
});

test('a policy of a registry that nobody can read may have refused something', () => {
  const found = changesOf(
    (template) =>
      (resource(template, 'ImageRepository').Properties.RepositoryPolicyText = {
        Statement: { Effect: 'Deny', Unknown: 1 },
      }),
    nothing,
  );
  expect(found[0]).toMatch(/^widened Release: everyone on AWS loses what cannot be evaluated/);
});

test.each<[string, Edit, Edit, RegExp]>([
  [
    'is there in one of two cases now, and refused something in both',
    add('Denial', 'AWS::IAM::Policy', { PolicyDocument: DENY, Groups: [GROUP] }),
    add('Other', 'AWS::IAM::Policy', { PolicyDocument: DENY, Groups: [GROUP] }, { Condition: 'Never' }),
    /^widened Release: Developers gain ecr:ListImages /,
  ],
  [
    'is there in both cases now',
    add('Own', 'AWS::IAM::Policy', { PolicyDocument: EVERYTHING, Groups: [GROUP] }, { Condition: 'Never' }),
    add('Own', 'AWS::IAM::Policy', { PolicyDocument: EVERYTHING, Groups: [GROUP] }),
    /^widened Release: Developers of SampleImage gain \* on every resource$/,
  ],
  [
    'is made by a macro',
    nothing,
    add('Own', 'AWS::IAM::Policy', { 'Fn::Transform': { Name: 'AWS::Include' } }),
    /^widened Release: SampleImageRelease\/Own is made by a macro, which cannot be evaluated$/,
  ],
  [
    'is on a user who has left',
    add('User', 'AWS::IAM::User', { UserName: 'eve', Groups: [GROUP] }),
    add('User', 'AWS::IAM::User', { UserName: 'eve' }),
    /^narrowed Release: the user eve is no longer a member of the group <SampleImageRelease\.DeveloperGroup54FA9D31>$/,
  ],
])('a policy that %s is said', (_, before, after, line) => {
  expect(changesOf(before, after)).toContainEqual(expect.stringMatching(line));
});

test('a user who leaves a group that refuses something may do more', () => {
  const members =
    (...Groups: unknown[]): Edit =>
    (template) => {
      statementsOf(resource(template, 'DeveloperGroupDefaultPolicy')).push(DENY.Statement);
      template.Resources.User = { Type: 'AWS::IAM::User', Properties: { UserName: 'eve', Groups } };
    };
  expect(changesOf(members(GROUP), members())[0]).toMatch(
    /^widened Release: the user eve is no longer a member/,
  );
});

test('what two resources give a role of one name is all there', () => {
  const role = (id: string, document: unknown) =>
    add(id, 'AWS::IAM::Role', {
      RoleName: 'x',
      PermissionsBoundary: 'arn:aws:iam::111111111111:policy/x',
      Policies: [{ PolicyName: 'own', PolicyDocument: document }],
    });
  const found = changesOf(nothing, (template) => {
    role('First', EVERYTHING)(template);
    role('Second', { Statement: [] })(template);
  });
  expect(found).toContain('widened Release: the role x of SampleImage gains * on every resource');
});

test('what cannot be evaluated and is deleted may have prevented something', () => {
  expect(changesOf(add('Hook', 'AWS::CloudFormation::GuardHook', {}), nothing)).toEqual([
    'widened Release: SampleImageRelease/Hook (AWS::CloudFormation::GuardHook) is deleted, which cannot be evaluated',
  ]);
});

test('a new topic that tells somebody is said', () => {
  const Subscription = [{ Protocol: 'email', Endpoint: 'mallory@example.com' }];
  expect(changesOf(nothing, add('Topic', 'AWS::SNS::Topic', { Subscription }))).toEqual([
    expect.stringMatching(
      /^widened Release: SampleImageRelease\/Topic is created with the Subscription .*mallory@example\.com/,
    ),
  ]);
});

test('what becomes of a registry that is replaced is said beside its other changes', () => {
  const found = changesOf(nothing, (template) => {
    const repository = resource(template, 'ImageRepository');
    repository.UpdateReplacePolicy = 'Delete';
    repository.Properties.EmptyOnDelete = true;
  });
  expect(found).toContainEqual(
    expect.stringMatching(/^widened Release: UpdateReplacePolicy of .* is Delete in place of Retain$/),
  );
});

test('a key without a policy of its own is open to its account', () => {
  const key = (Properties: Record<string, unknown>) => add('Key', 'AWS::KMS::Key', Properties);
  const found = changesOf(key({ KeyPolicy: { Statement: [] } }), key({}));
  expect(found[0]).toMatch(/^widened Release: account .* gains kms:\* on SampleImageRelease\/Key$/);
});

test('a policy of an event bus in the old form cannot be evaluated', () => {
  const found = changesOf(
    nothing,
    add('Bus', 'AWS::Events::EventBusPolicy', {
      StatementId: 'x',
      Principal: '*',
      Action: 'events:PutEvents',
    }),
  );
  expect(found[0]).toMatch(/^widened Release: everyone on AWS gains what cannot be evaluated/);
});

test('tags that more may move are said, whatever the setting is called', () => {
  const tags =
    (ImageTagMutability: string): Edit =>
    (template) =>
      Object.assign(resource(template, 'ImageRepository').Properties, {
        ImageTagMutability,
        ImageTagMutabilityExclusionFilters: [
          { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'v*' },
        ],
      });
  expect(changesOf(tags('IMMUTABLE_WITH_EXCLUSION'), tags('MUTABLE_WITH_EXCLUSION'))).toEqual([
    expect.stringMatching(
      /^widened Release: tags of slipway\/sample-image\/release become mutable \(MUTABLE_WITH_EXCLUSION, .*v\*/,
    ),
  ]);
});

test('a policy that its stack leaves behind takes nothing away', () => {
  const own = add(
    'Own',
    'AWS::IAM::Policy',
    { PolicyDocument: EVERYTHING, Groups: [GROUP] },
    { DeletionPolicy: 'Retain' },
  );
  expect(changesOf(own, nothing)).toEqual([
    'other Release: SampleImageRelease/Own (AWS::IAM::Policy) is removed from its stack and kept',
  ]);
});
