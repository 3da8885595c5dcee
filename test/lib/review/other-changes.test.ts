import { review, shortReview } from '../../../lib/review';
import { edited, EditableTemplate, lines, resource, state } from './states';

const base = state();

function changesOf(edit: (template: EditableTemplate) => unknown, stack = 'SampleImageRelease'): string[] {
  return lines(
    review(
      base,
      edited(base, stack, (template) => void edit(template)),
    ),
  );
}

test('two states that are the same have no change', () => {
  expect(lines(review(base, state()))).toEqual([]);
});

test('a finding that is newly acknowledged is said with its reason', () => {
  const found = changesOf((template) => {
    resource(template, 'GitHubRoleD4').Metadata = {
      cdk_nag: {
        rules_to_suppress: [{ id: 'Slipway::Slipway-WildcardAction[ecr:*]', reason: 'It is fine.' }],
      },
    };
  });
  expect(found).toContain(
    'other Release: the finding Slipway::Slipway-WildcardAction[ecr:*] is acknowledged at SampleImageRelease/GitHubRoleD4DC42FB: It is fine.',
  );
});

test.each<[string, (template: EditableTemplate) => unknown, string]>([
  [
    'a function',
    ({ Resources }) => (Resources.Function = { Type: 'AWS::Lambda::Function', Properties: {} }),
    'widened Release: SampleImageRelease/Function of the type AWS::Lambda::Function is created, which cannot be evaluated',
  ],
  [
    'a custom resource',
    ({ Resources }) => (Resources.Custom = { Type: 'Custom::Anything', Properties: {} }),
    'widened Release: SampleImageRelease/Custom of the type Custom::Anything is created, which cannot be evaluated',
  ],
  [
    'a macro',
    (template) => (template.Transform = 'AWS::Include'),
    'widened Release: the transform of SampleImageRelease is new: AWS::Include',
  ],
  [
    'a parameter',
    (template) => ((template.Parameters as Record<string, unknown>).More = { Type: 'String' }),
    'widened Release: the parameter SampleImageRelease/More is new: {"Type":"String"}',
  ],
  [
    'another output',
    (template) => ((template.Outputs as Record<string, unknown>).More = { Value: 'x' }),
    'other Release: the output SampleImageRelease/More is new: {"Value":"x"}',
  ],
  [
    'another description',
    (template) => (template.Description = 'x'),
    'other Release: the description of SampleImageRelease is x in place of SampleImage: the Release registry, and who may use it',
  ],
  [
    'a section that nobody knows',
    (template) => (template.Hooks = { A: 1 }),
    'widened Release: the section SampleImageRelease/Hooks is new: {"A":1}',
  ],
  [
    'another path',
    (template) => (resource(template, 'EndUserGroup3').Properties.Path = '/x/'),
    'widened Release: Path of SampleImageRelease/EndUserGroup3DA335CC is /x/ in place of /slipway/',
  ],
  [
    'tags',
    (template) => (resource(template, 'ImageRepository').Properties.Tags = [{ Key: 'a', Value: 'b' }]),
    'other Release: Tags of SampleImageRelease/ImageRepository05CAA810 is new: [{"Key":"a","Value":"b"}]',
  ],
  [
    'a condition of a resource',
    (template) => (resource(template, 'EndUserGroup3').Condition = 'Never'),
    'widened Release: Condition of SampleImageRelease/EndUserGroup3DA335CC is new: Never',
  ],
  [
    'metadata',
    (template) => (template.Metadata = { a: 1 }),
    'other Release: the metadata SampleImageRelease/a is new: 1',
  ],
])('a template that gets %s says so', (_, edit, line) => {
  expect(changesOf(edit)).toContain(line);
});

test('a bucket that is opened counts as widened', () => {
  const found = changesOf(
    (template) => delete resource(template, 'Artifacts80C0BB10').Properties.PublicAccessBlockConfiguration,
    'PipelineStack',
  );
  expect(found).toEqual([
    'widened Pipeline: PublicAccessBlockConfiguration of PipelineStack/Artifacts80C0BB10 is removed',
  ]);
});

test('a bucket policy that no longer demands TLS counts as widened', () => {
  const found = changesOf((template) => {
    const document = resource(template, 'ArtifactsPolicy').Properties.PolicyDocument as {
      Statement: { Effect: string }[];
    };
    document.Statement = document.Statement.filter(({ Effect }) => Effect !== 'Deny');
  }, 'PipelineStack');
  expect(found[0]).toMatch(
    /^widened Pipeline: everyone on AWS is no longer refused s3:\* on slipway-artifacts-.* if bool aws:securetransport false$/,
  );
});

test('what is said of a stack outside its template is compared', () => {
  const after = base.map((stack) =>
    stack.name === 'SampleImageRelease'
      ? {
          ...stack,
          deployment: {
            ...stack.deployment,
            cloudFormationExecutionRoleArn: 'arn:aws:iam::111111111111:role/admin',
            files: [{ source: {} }],
          },
        }
      : stack,
  );
  const found = lines(review(base, after));
  expect(found).toEqual([
    expect.stringMatching(
      /^widened Release: cloudFormationExecutionRoleArn of the stack SampleImageRelease is arn:aws:iam::111111111111:role\/admin in place of /,
    ),
    'widened Release: files of the stack SampleImageRelease is [{"source":{}}] in place of []',
  ]);
});

test('of a stack that is deployed only the template is known, and nothing else compared', () => {
  const deployed = base.map((stack) => ({ ...stack, deployment: undefined }));
  expect(lines(review(deployed, base))).toEqual([]);
});

test('a stack that moves to another account leaves what it has there', () => {
  const found = lines(
    review(
      base,
      base.map((stack) =>
        stack.name === 'SampleImageRelease' ? { ...stack, account: '222222222222' } : stack,
      ),
    ),
  );
  expect(found).toContain(
    'widened Release: the stack SampleImageRelease moves to the account 222222222222; what is where it was stays',
  );
});

test('a template that is written otherwise in a way that no part knows is a change all the same', () => {
  const found = changesOf((template) => (template.Conditions = {}));
  expect(found).toEqual(['other Release: the template of SampleImageRelease is written otherwise']);
});

test('who is told of findings from now on is said, and by which topic', () => {
  const places = {
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Release: { account: '222222222222' } },
  };
  const notifications = { emails: ['team@example.com'] };
  const before = state(places);
  const after = state({ ...places, notifications });
  const found = lines(review(before, after)).filter((line) => line.startsWith('widened Release: '));
  const shortly = found.map((line) =>
    line.replace(/^widened Release: /, '').replace(/(?<=Notices\w*)[0-9A-F]{8}/, '…'),
  );
  expect(shortly).toEqual([
    'the service events.amazonaws.com gains sns:Publish on FindingNoticesRelease/NoticesTopic…',
    'FindingNoticesRelease/Noticescriticalfindings… sends events of aws.ecr (ECR Image Scan) to the topic slipway-notices-release',
    'FindingNoticesRelease/Noticeshighfindings… sends events of aws.ecr (ECR Image Scan) to the topic slipway-notices-release',
    'FindingNoticesRelease/Noticesteamexamplecom… sends what the topic slipway-notices-release tells to team@example.com (email)',
  ]);

  const withRole = edited(after, 'FindingNoticesRelease', (template) => {
    resource(template, 'Noticescriticalfindings').Properties.RoleArn =
      'arn:aws:iam::222222222222:role/theirs';
  });
  expect(lines(review(before, withRole))).toContainEqual(
    expect.stringMatching(
      /\/Noticescriticalfindings\w+ of the type AWS::Events::Rule is created, which cannot be evaluated$/,
    ),
  );
});

const PATTERN = { source: ['aws.ecr'], 'detail-type': ['ECR Image Scan'] };

test.each<[string, string, object]>([
  ['a rule that matches nothing', 'AWS::Events::Rule', { EventPattern: null, Targets: [{ Arn: 'theirs' }] }],
  ['a rule for nobody', 'AWS::Events::Rule', { EventPattern: PATTERN, Targets: [] }],
  ['a rule for who is not named', 'AWS::Events::Rule', { EventPattern: PATTERN, Targets: [{ Id: 'One' }] }],
  ['a subscription to nothing', 'AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'a@example.com' }],
])('%s is not judged, and keeps nothing else from being', (_what, Type, Properties) => {
  expect(changesOf(({ Resources }) => (Resources.More = { Type, Properties: { ...Properties } }))).toEqual([
    `widened Release: SampleImageRelease/More of the type ${Type} is created, which cannot be evaluated`,
  ]);
});

test('to whom a rule sends events has room beside whatever it matches', () => {
  const EventPattern = { ...PATTERN, source: ['aws.ecr', 'a'.repeat(300)] };
  const Properties = {
    EventPattern,
    Targets: [{ Id: 'One', Arn: 'arn:aws:sns:eu-west-1:444444444444:theirs' }],
  };
  const after = edited(base, 'SampleImageRelease', ({ Resources }) => {
    Resources.More = { Type: 'AWS::Events::Rule', Properties };
  });
  expect(shortReview(review(base, after))).toMatch(/ to arn:aws:sns:eu-west-1:444444444444:theirs\.$/);
});
