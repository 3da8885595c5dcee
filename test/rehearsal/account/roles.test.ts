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
  UpdateProjectCommand,
  UpdateProjectCommandInput,
} from '@aws-sdk/client-codebuild';
import {
  CodePipelineClient,
  CreatePipelineCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, IAMClient, TagRoleCommand, UntagRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { AwsV4Signer } from 'aws4fetch';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { LocalAccount } from '../../../rehearsal/account/local-account';
import { createUserWithPolicy } from '../../../rehearsal/iam-users';
import { allow, policyOf, trust } from './policy';
import { refusalOf } from './refusal-of';
import { START_TIMEOUT, startAccount } from './start-account';

const ROOT = 'arn:aws:iam::123456789012:root';

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await startAccount('roles');
  iam = new IAMClient(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

async function createRole(RoleName: string, principal: object): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify(trust(principal));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return Role?.Arn ?? '';
}

describe('the tag of a role', () => {
  test('decides who may assume it, where a policy rests on it', async () => {
    const RoleName = 'tagged';
    const RoleArn = await createRole(RoleName, { AWS: ROOT });
    const Condition = { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'deploy' } };
    const user = await createUserWithPolicy(account, 'deployer', allow('sts:AssumeRole', '*', Condition));
    const assume = () =>
      new STSClient(account.sdk(user)).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    const tag = (Value: string) =>
      iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'aws-cdk:bootstrap-role', Value }] }));

    expect(await refusalOf(assume())).toContain('AccessDenied');
    await tag('lookup');
    expect(await refusalOf(assume())).toContain('AccessDenied');
    await tag('deploy');
    expect((await assume()).Credentials?.SessionToken).toBeTruthy();
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['aws-cdk:bootstrap-role'] }));
    expect(await refusalOf(assume())).toContain('AccessDenied');
  });

  test('is read in the account of the role, whatever a role of that name has in the own', async () => {
    const other = '210987654321';
    const RoleName = 'namesake';
    const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: ROOT }));
    const tagged = (Value: string) => [{ Key: 'aws-cdk:bootstrap-role', Value }];
    const create = (client: IAMClient, value: string) =>
      client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags: tagged(value) }));
    await create(new IAMClient(account.sdk({ ...account.root, accessKeyId: other })), 'deploy');
    await create(iam, 'lookup');
    const Condition = { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'deploy' } };
    const user = await createUserWithPolicy(account, 'traveller', allow('sts:AssumeRole', '*', Condition));
    const assume = (accountId: string) =>
      new STSClient(account.sdk(user)).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${accountId}:role/${RoleName}`,
          RoleSessionName: 'test',
        }),
      );
    expect((await assume(other)).AssumedRoleUser?.Arn).toContain(`::${other}:assumed-role/namesake/`);
    expect(await refusalOf(assume(account.accountId))).toContain('AccessDenied');
  });
});

describe('the path of a role', () => {
  test('is part of what a policy and a caller name', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: ROOT }));
    await iam.send(new CreateRoleCommand({ RoleName: 'deep', Path: '/own/', AssumeRolePolicyDocument }));
    const user = await createUserWithPolicy(account, 'visitor', allow('sts:AssumeRole', '*'));
    const assume = (role: string) => {
      const RoleArn = `arn:aws:iam::123456789012:role/${role}`;
      return new STSClient(account.sdk(user)).send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }),
      );
    };
    await expect(assume('own/deep')).resolves.toBeDefined();
    for (const other of ['deep', 'other/deep', 'own/none']) {
      expect(await refusalOf(assume(other))).toContain('AccessDenied');
    }
  });
});

describe('iam:PassRole', () => {
  const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::IAM::Group' } } });
  const changed = TemplateBody.replaceAll('"Group"', '"Other"');
  const Capabilities = ['CAPABILITY_IAM' as const];
  const calls = (RoleARN: string, StackName: string) => [
    new CreateStackCommand({ StackName, TemplateBody, RoleARN, Capabilities }),
    new UpdateStackCommand({ StackName, TemplateBody: changed, RoleARN }),
    new CreateChangeSetCommand({ StackName, ChangeSetName: 'set', TemplateBody: changed, RoleARN }),
  ];

  test('is needed to hand CloudFormation a role', async () => {
    const role = await createRole('execution', { Service: 'cloudformation.amazonaws.com' });
    const policy = allow(['cloudformation:*', 'iam:GetRole'], '*');
    const client = new CloudFormationClient(
      account.sdk(await createUserWithPolicy(account, 'plain', policy)),
    );
    for (const command of calls(role, 'Passed')) {
      expect(await refusalOf(client.send(command as CreateStackCommand))).toBe(
        'AccessDenied: User: arn:aws:iam::123456789012:user/plain is not authorized to perform: iam:PassRole ' +
          `on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
      );
    }
  });

  test('is enough on that role, for that service', async () => {
    const role = await createRole('passed', { Service: 'cloudformation.amazonaws.com' });
    const passTo = (service: string) =>
      JSON.stringify(
        policyOf(
          { Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' },
          {
            Effect: 'Allow',
            Action: 'iam:PassRole',
            Resource: role,
            Condition: { StringEquals: { 'iam:PassedToService': service } },
          },
        ),
      );
    const client = async (name: string, service: string) =>
      new CloudFormationClient(
        account.sdk(await createUserWithPolicy(account, name, passTo(`${service}.amazonaws.com`))),
      );
    const [create] = calls(role, 'Allowed');
    const toAnother = await client('passes-to-another', 'codebuild');
    expect(await refusalOf(toAnother.send(create as CreateStackCommand))).toContain('iam:PassRole');
    const passer = await client('passes', 'cloudformation');
    expect((await passer.send(create as CreateStackCommand)).StackId).toContain('stack/Allowed/');
  });

  test('is needed to delete a stack with a role, too', async () => {
    const RoleARN = await createRole('deletion', { Service: 'cloudformation.amazonaws.com' });
    const user = await createUserWithPolicy(account, 'remover', allow('cloudformation:*', '*'));
    const client = new CloudFormationClient(account.sdk(user));
    const remove = client.send(new DeleteStackCommand({ StackName: 'Any', RoleARN }));
    expect(await refusalOf(remove)).toContain(`iam:PassRole on resource: ${RoleARN}`);
  });

  test('is needed as well where the role is named in the address of a request', async () => {
    const RoleARN = await createRole('addressed', { Service: 'cloudformation.amazonaws.com' });
    const user = await createUserWithPolicy(account, 'caller-by-address', allow('cloudformation:*', '*'));
    const request = { Action: 'CreateStack', StackName: 'ByAddress', TemplateBody, RoleARN };
    const signer = new AwsV4Signer({
      url: `${account.endpoint}/?${new URLSearchParams(request).toString()}`,
      method: 'GET',
      service: 'cloudformation',
      region: account.region,
      ...user,
    });
    const { url, headers } = await signer.sign();
    const { response } = await account.sdk().requestHandler.handle({
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(headers),
    } as Parameters<NodeHttpHandler['handle']>[0]);
    expect(response.statusCode).toBe(403);
    expect(await text(response.body as Readable)).toContain(`iam:PassRole on resource: ${RoleARN}`);
  });

  test('is needed to hand CodeBuild and CodePipeline a role', async () => {
    const role = await createRole('project', { Service: 'codebuild.amazonaws.com' });
    const policy = allow(['codebuild:*', 'codepipeline:*'], '*');
    const user = await createUserWithPolicy(account, 'builder', policy);
    const builds = new CodeBuildClient(account.sdk(user));
    const pipelines = new CodePipelineClient(account.sdk(user));
    const project = { name: 'p', serviceRole: role } as UpdateProjectCommandInput;
    const pipeline = { name: 'p', roleArn: role, stages: [] };
    const calls = [
      builds.send(new CreateProjectCommand(project as CreateProjectCommandInput)),
      builds.send(new UpdateProjectCommand(project)),
      pipelines.send(new CreatePipelineCommand({ pipeline })),
      pipelines.send(new UpdatePipelineCommand({ pipeline })),
    ];
    for (const call of calls) {
      expect(await refusalOf(call)).toContain(`iam:PassRole on resource: ${role}`);
    }
  });
});
