import { Match, Template } from 'aws-cdk-lib/assertions';
import { ACCESS, Identity, LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { ImageInput, STAGE_NAMES, StageName } from '../../../lib/config';
import { SharedGroupsStack } from '../../../lib/stages/shared-groups-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

const image = (name: string, more: Partial<ImageInput> = {}): ImageInput => ({
  name,
  repository: 'your-org/images',
  subject: 'classic',
  ...more,
});

function template(stageName: StageName, images: ImageInput[] = [image('First'), image('Second')]): Template {
  const distribution = exampleDistribution({ groups: 'shared', images });
  const stack = new SharedGroupsStack(exampleApp(), 'SharedGroups', {
    distributionName: distribution.name,
    stageName,
    images: distribution.images,
  });
  return Template.fromStack(stack);
}

interface PolicyProperties {
  Groups: { Ref: string }[];
  PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] };
}

/** What an identity is granted: action to the ends of resources. */
function grants(of: Template, identity: Identity): Map<string, string[]> {
  const holder = { Developers: 'DeveloperGroup', EndUsers: 'EndUserGroup', GitHub: 'GitHubRole' }[identity];
  const granted = new Map<string, string[]>();
  for (const { Properties } of Object.values(of.findResources('AWS::IAM::ManagedPolicy')) as {
    Properties: PolicyProperties;
  }[]) {
    if (!Properties.Groups.some(({ Ref }) => Ref.startsWith(holder))) continue;
    for (const { Action, Resource } of Properties.PolicyDocument.Statement) {
      const names = [Resource]
        .flat()
        .map((arn) => /[^:]*$/.exec(JSON.stringify(arn).replace(/[\]"}]+$/, ''))?.[0] ?? '');
      for (const action of [Action].flat()) granted.set(action, [...(granted.get(action) ?? []), ...names]);
    }
  }
  return granted;
}

describe.each(STAGE_NAMES)('in %s', (stageName) => {
  const stage = stageName.toLowerCase();

  test.each(['Developers', 'EndUsers', 'GitHub'] as const)(
    '%s may do what the table says with each image, and nothing else',
    (identity) => {
      const levels = identity === 'GitHub' ? [] : ACCESS[stageName][identity];
      const granted = grants(template(stageName), identity);
      expect([...granted.keys()].sort()).toEqual(
        [...new Set(levels.flatMap((level) => LEVEL_ACTIONS[level]))].sort(),
      );
      for (const [action, resources] of granted) {
        expect(resources).toEqual(
          action === 'ecr:GetAuthorizationToken'
            ? ['"*']
            : [`repository/slipway/first/${stage}`, `repository/slipway/second/${stage}`],
        );
      }
    },
  );

  test('an image that is retired is left out', () => {
    const retired = [image('First'), image('Second', { retired: true })];
    expect(grants(template(stageName, retired), 'Developers').get('ecr:BatchGetImage')).toEqual([
      `repository/slipway/first/${stage}`,
    ]);
  });

  test('the groups stay when all images are retired, without any permission', () => {
    const stack = template(stageName, [image('First', { retired: true })]);
    stack.resourceCountIs('AWS::IAM::Group', stageName === 'Release' ? 2 : 1);
    stack.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('outputs name the groups', () => {
    const stack = template(stageName);
    stack.hasOutput('DeveloperGroupName', { Value: { Ref: Match.stringLikeRegexp('^DeveloperGroup') } });
    expect(Object.keys(stack.findOutputs('EndUserGroupName'))).toHaveLength(stageName === 'Release' ? 1 : 0);
  });
});

test('images with long names take two policies', () => {
  const images = Array.from({ length: 45 }, (_, index) => image(`Image${'With'.repeat(10)}LongName${index}`));
  template('Development', images).resourceCountIs('AWS::IAM::ManagedPolicy', 2);
});
