import {
  CodeBuildClient,
  CreateProjectCommand,
  CreateProjectCommandInput,
  StartBuildCommand,
  StartBuildCommandInput,
  UpdateProjectCommand,
} from '@aws-sdk/client-codebuild';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { CodePipelineStub } from '../codepipeline/code-pipeline-stub';
import { stackUnder } from '../cloudformation/execution-role';
import { policyOf } from '../support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/build`;
const GITHUB = 'https://github.com/owner/name.git';

let account: LocalAccount;
let stub: CodePipelineStub;
let count = 0;

beforeAll(async () => {
  stub = await CodePipelineStub.listen();
  account = await openAccount(stub);
}, START_TIMEOUT);
afterAll(async () => {
  await account.stop();
  stub.close();
});

/** A client of a user who may call CodeBuild on a condition, and hand on roles. */
async function clientIf(Action: string, Condition: object): Promise<CodeBuildClient> {
  const policy = policyOf(
    { Effect: 'Allow', Action, Resource: '*', Condition },
    { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' },
  );
  const user = await createUser(account, `user${++count}`, JSON.stringify(policy));
  return new CodeBuildClient(account.sdk(user));
}

const project = (changes: Partial<CreateProjectCommandInput> = {}): CreateProjectCommandInput => ({
  name: `project${++count}`,
  serviceRole: ROLE,
  source: { type: 'CODEPIPELINE', buildspec: 'version: 0.2' },
  artifacts: { type: 'CODEPIPELINE' },
  environment: { type: 'LINUX_CONTAINER', computeType: 'BUILD_GENERAL1_SMALL', image: 'image:1' },
  ...changes,
});

async function isDone(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (!(error as Error).message.includes('is not authorized to perform: codebuild:')) throw error;
    return false;
  }
}

const equals = (key: string, value: string) => ({ StringEquals: { [`codebuild:${key}`]: value } });
const isThere = (key: string, there = true) => ({ Null: { [`codebuild:${key}`]: String(!there) } });
const second: Pick<CreateProjectCommandInput, 'secondarySources'> = {
  secondarySources: [{ type: 'GITHUB', location: GITHUB, sourceIdentifier: 'second' }],
};

/** A condition, a project that meets it, and one that does not. */
const CASES: [object, Partial<CreateProjectCommandInput>, Partial<CreateProjectCommandInput>][] = [
  [
    equals('source.location', GITHUB),
    { source: { type: 'GITHUB', location: GITHUB } },
    { source: { type: 'GITHUB', location: `${GITHUB}x` } },
  ],
  [isThere('source.location', false), {}, { source: { type: 'GITHUB', location: GITHUB } }],
  [isThere('source.buildspec'), {}, { source: { type: 'CODEPIPELINE' } }],
  [isThere('secondarySources', false), {}, second],
  [isThere('secondarySources'), second, {}],
  [isThere('secondarySources.location', false), {}, second],
  [equals('secondarySources/second.location', GITHUB), second, {}],
  [
    { 'ForAllValues:StringEquals': { 'codebuild:secondarySources.location': [GITHUB] } },
    second,
    { secondarySources: [{ type: 'GITHUB', location: 'other', sourceIdentifier: 'second' }] },
  ],
  [equals('serviceRole', ROLE), {}, { serviceRole: `${ROLE}x` }],
  [
    equals('environment.image', 'image:1'),
    {},
    { environment: { type: 'LINUX_CONTAINER', computeType: 'BUILD_GENERAL1_SMALL', image: 'image:2' } },
  ],
  [
    { Bool: { 'codebuild:environment.privilegedMode': 'false' } },
    {
      environment: {
        type: 'LINUX_CONTAINER',
        computeType: 'BUILD_GENERAL1_SMALL',
        image: 'i',
        privilegedMode: false,
      },
    },
    {
      environment: {
        type: 'LINUX_CONTAINER',
        computeType: 'BUILD_GENERAL1_SMALL',
        image: 'i',
        privilegedMode: true,
      },
    },
  ],
];

describe.each(CASES)('%j', (condition, right, wrong) => {
  test('holds of a project that is made, and of one that is changed', async () => {
    const creator = await clientIf('codebuild:CreateProject', condition);
    const good = project(right);
    expect(await isDone(creator.send(new CreateProjectCommand(good)))).toBe(true);
    expect(await isDone(creator.send(new CreateProjectCommand(project(wrong))))).toBe(false);
    const changer = await clientIf('codebuild:UpdateProject', condition);
    const { name } = good;
    expect(await isDone(changer.send(new UpdateProjectCommand({ ...project(wrong), name })))).toBe(false);
    expect(await isDone(changer.send(new UpdateProjectCommand(good)))).toBe(true);
  });

  test('holds of a project of CloudFormation', async () => {
    for (const [changes, status] of [
      [right, 'CREATE_COMPLETE'],
      [wrong, 'ROLLBACK_COMPLETE'],
    ] as const) {
      const { create } = await stackUnder(
        account,
        { Action: ['iam:PassRole', 'codebuild:BatchGetProjects', 'codebuild:DeleteProject'] },
        { Action: 'codebuild:CreateProject', Condition: condition },
      );
      const Properties = inCapitals(project(changes)) as object;
      const template = { Resources: { Project: { Type: 'AWS::CodeBuild::Project', Properties } } };
      expect(await create(template)).toBe(status);
    }
  });
});

/** Properties as CloudFormation names them. */
function inCapitals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCapitals);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name === 'buildspec' ? 'BuildSpec' : `${name[0].toUpperCase()}${name.slice(1)}`,
      inCapitals(item),
    ]),
  );
}

test('the type of a source is no condition key, as the reference has none', async () => {
  const client = await clientIf('codebuild:CreateProject', equals('source.type', 'CODEPIPELINE'));
  expect(await isDone(client.send(new CreateProjectCommand(project())))).toBe(false);
});

test.each<[string, object, Partial<StartBuildCommandInput>, boolean]>([
  ['a location', isThere('source.location', false), { sourceLocationOverride: GITHUB }, false],
  ['a type', isThere('source', false), { sourceTypeOverride: 'GITHUB' }, false],
  ['a buildspec', isThere('source.buildspec', false), { buildspecOverride: 'version: 0.2' }, false],
  [
    'sources',
    isThere('secondarySources', false),
    { secondarySourcesOverride: second.secondarySources },
    false,
  ],
  ['a role', equals('serviceRole', ROLE), { serviceRoleOverride: ROLE }, true],
  ['an image', equals('environment.image', 'own'), { imageOverride: 'other' }, false],
  [
    'a variable',
    equals('environment.environmentVariables/STAGE.value', 'beta'),
    { environmentVariablesOverride: [{ name: 'STAGE', value: 'beta' }] },
    true,
  ],
  [
    'the name of a variable',
    { 'ForAllValues:StringEquals': { 'codebuild:environment.environmentVariables.name': ['OTHER'] } },
    { environmentVariablesOverride: [{ name: 'STAGE', value: 'beta' }] },
    false,
  ],
  ['nothing', isThere('environment.environmentVariables', false), { environmentVariablesOverride: [] }, true],
])('a build that overrides %s is decided on that', async (_, condition, overrides, isAllowed) => {
  const client = await clientIf('codebuild:StartBuild', condition);
  const call = client.send(new StartBuildCommand({ projectName: 'any', ...overrides }));
  expect(await isDone(call)).toBe(isAllowed);
});
