import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CodeBuildClient,
  CreateProjectCommand,
  CreateProjectCommandInput,
  StartBuildBatchCommand,
  StartBuildCommand,
  UpdateProjectCommand,
  UpdateProjectCommandInput,
} from '@aws-sdk/client-codebuild';
import {
  CodePipelineClient,
  CreatePipelineCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { policyOf, trust } from '../support/policy';
import { outcomeOf, refusalOf } from '../support/refusal-of';
import { sendSigned } from '../support/signed-request';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const SERVICES = ['cloudformation', 'codebuild', 'codepipeline', 'lambda'].map(
  (name) => `${name}.amazonaws.com`,
);
const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::IAM::Group' } } });

let account: LocalAccount;
let iam: IAMClient;
let role: string;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
  role = await createRole('strong', { Service: SERVICES });
}, START_TIMEOUT);
afterAll(() => account.stop());

async function createRole(RoleName: string, principal: object): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify(trust(principal));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return Role?.Arn ?? '';
}

let users = 0;

/** Creates a user with these statements and nothing else. */
function createUserWith(...statements: object[]) {
  return createUser(account, `user${++users}`, JSON.stringify(policyOf(...statements)));
}

const everything = (service: string) => ({ Effect: 'Allow', Action: `${service}:*`, Resource: '*' });
const passTo = (service: string, Resource: string) => ({
  Effect: 'Allow',
  Action: 'iam:PassRole',
  Resource,
  Condition: { StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } },
});

describe('CloudFormation', () => {
  const changed = TemplateBody.replaceAll('"Group"', '"Other"');
  const create = (RoleARN: string, StackName: string) =>
    new CreateStackCommand({ StackName, TemplateBody, RoleARN, Capabilities: ['CAPABILITY_IAM'] });

  test.each([
    ['CreateStack', (RoleARN: string) => create(RoleARN, 'Passed')],
    [
      'UpdateStack',
      (RoleARN: string) => new UpdateStackCommand({ StackName: 'Passed', TemplateBody: changed, RoleARN }),
    ],
    [
      'CreateChangeSet',
      (RoleARN: string) =>
        new CreateChangeSetCommand({ StackName: 'Passed', ChangeSetName: 'set', TemplateBody, RoleARN }),
    ],
    ['DeleteStack', (RoleARN: string) => new DeleteStackCommand({ StackName: 'Passed', RoleARN })],
  ])('gets a role by %s only from a caller who may pass it', async (_, command) => {
    const user = await createUserWith(everything('cloudformation'));
    const client = new CloudFormationClient(account.sdk(user));
    expect(await refusalOf(client.send(command(role) as CreateStackCommand))).toBe(
      `AccessDenied: User: arn:aws:iam::${ACCOUNT}:user/user${users} is not authorized to perform: ` +
        `iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
    );
  });

  test('gets it from a caller who may pass that role to that service', async () => {
    const passer = async (service: string) =>
      new CloudFormationClient(
        account.sdk(await createUserWith(everything('cloudformation'), passTo(service, role))),
      );
    const toAnother = await passer('codebuild');
    expect(await refusalOf(toAnother.send(create(role, 'Allowed')))).toContain('iam:PassRole');
    const toCloudFormation = await passer('cloudformation');
    expect((await toCloudFormation.send(create(role, 'Allowed'))).StackId).toContain('stack/Allowed/');
  });

  test('sees a role in the address of a request as well as in its body', async () => {
    const user = await createUserWith(everything('cloudformation'));
    const request = { Action: 'CreateStack', StackName: 'ByAddress', TemplateBody, RoleARN: role };
    const answer = await sendSigned(account, user, {
      service: 'cloudformation',
      method: 'GET',
      query: request,
    });
    expect(answer).toMatchObject({
      status: 403,
      text: expect.stringContaining(`iam:PassRole on resource: ${role}`) as string,
    });
  });

  test.each([
    ['by a path that it has not', () => role.replace('role/', 'role/app/')],
    ['that is not there', () => role.replace('strong', 'none')],
    ['that does not trust it', () => createRole('distrustful', { Service: 'codebuild.amazonaws.com' })],
  ])('takes no role %s', async (_, arn) => {
    const passed = await arn();
    const user = await createUserWith(everything('cloudformation'), passTo('cloudformation', passed));
    const client = new CloudFormationClient(account.sdk(user));
    expect(await refusalOf(client.send(create(passed, 'Untaken')))).toBe(
      `ValidationError: Role ${passed} is invalid or cannot be assumed`,
    );
  });
});

describe('CodeBuild', () => {
  const project = { name: 'p' } as UpdateProjectCommandInput;

  test.each([
    [
      'CreateProject',
      (serviceRole: string) =>
        new CreateProjectCommand({ ...project, serviceRole } as CreateProjectCommandInput),
    ],
    ['UpdateProject', (serviceRole: string) => new UpdateProjectCommand({ ...project, serviceRole })],
    [
      'UpdateProject for batches',
      (serviceRole: string) => new UpdateProjectCommand({ ...project, buildBatchConfig: { serviceRole } }),
    ],
    [
      'StartBuild',
      (serviceRoleOverride: string) => new StartBuildCommand({ projectName: 'p', serviceRoleOverride }),
    ],
    [
      'StartBuildBatch',
      (serviceRoleOverride: string) => new StartBuildBatchCommand({ projectName: 'p', serviceRoleOverride }),
    ],
  ])('gets a role by %s only from a caller who may pass it', async (_, command) => {
    const send = async (...statements: object[]) =>
      new CodeBuildClient(account.sdk(await createUserWith(everything('codebuild'), ...statements))).send(
        command(role) as UpdateProjectCommand,
      );
    expect(await refusalOf(send(passTo('codepipeline', role)))).toContain(
      `iam:PassRole on resource: ${role}`,
    );
    expect(await outcomeOf(send(passTo('codebuild', role)))).not.toContain('iam:PassRole');
  });
});

describe('CodePipeline', () => {
  const pipeline = (roleArn: string) => ({ pipeline: { name: 'p', roleArn, stages: [] } });

  test.each([
    ['CreatePipeline', (arn: string) => new CreatePipelineCommand(pipeline(arn))],
    ['UpdatePipeline', (arn: string) => new UpdatePipelineCommand(pipeline(arn))],
  ])('gets a role by %s only from a caller who may pass it', async (_, command) => {
    const user = await createUserWith(everything('codepipeline'), passTo('codebuild', role));
    const call = new CodePipelineClient(account.sdk(user)).send(command(role));
    expect(await refusalOf(call)).toContain(`iam:PassRole on resource: ${role}`);
  });
});

test.each([
  ['POST', '/2015-03-31/functions'],
  ['PUT', '/2015-03-31/functions/f/configuration'],
])('Lambda gets a role by %s %s only from a caller who may pass it', async (method, path) => {
  const user = await createUserWith(everything('lambda'));
  const body = JSON.stringify({ FunctionName: 'f', Role: role });
  expect(await sendSigned(account, user, { service: 'lambda', method, path, body })).toMatchObject({
    status: 403,
    text: expect.stringContaining(`iam:PassRole on resource: ${role}`) as string,
  });
});
