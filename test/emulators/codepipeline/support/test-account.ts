import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodeBuildClient, CreateProjectCommand } from '@aws-sdk/client-codebuild';
import {
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalAccount } from '../../../../emulators/account/local-account';
import { Clock } from '../../../../emulators/codepipeline/clock';
import { callConnections } from '../../../../emulators/codepipeline/aws/connection';
import { LocalCodePipeline } from '../../../../emulators/codepipeline/local-codepipeline';
import { ACCOUNT, openAccount } from '../../account/support/open-account';

export const BUCKET = `artifacts-${ACCOUNT}`;
const GIT_ENVIRONMENT = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

/** An account with a local CodePipeline, a repository to push to, and a connection that is pending. */
export class TestAccount {
  static async start(): Promise<TestAccount> {
    const clock = new Clock();
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'codepipeline-'));
    const repository = path.join(directory, 'source');
    fs.mkdirSync(repository);
    git(repository, 'init', '--quiet', '--initial-branch=master');
    const codePipeline = await LocalCodePipeline.listen({
      directory,
      history: path.join(directory, 'history'),
      clock,
      repository: () => repository,
    });
    const account = await openAccount(codePipeline);
    codePipeline.connect(account);
    await new S3Client(account.sdk()).send(new CreateBucketCommand({ Bucket: BUCKET }));
    const connectionArn = await createConnection(account);
    return new TestAccount(account, codePipeline, clock, directory, repository, connectionArn);
  }

  private constructor(
    readonly account: LocalAccount,
    readonly codePipeline: LocalCodePipeline,

    /** The time by which approvals wait. */
    readonly clock: Clock,
    readonly directory: string,
    private readonly repository: string,
    readonly connectionArn: string,
  ) {}

  async stop(): Promise<void> {
    await this.codePipeline.close();
    await this.account.stop();
    fs.rmSync(this.directory, { recursive: true });
  }

  /** Completes the pending connection, as a person does in the console. */
  async completeConnection(): Promise<void> {
    const request = { ConnectionArn: this.connectionArn };
    await callConnections(this.account, this.account.root, 'UpdateConnectionInstallation', request);
  }

  /** Commits files as they are to be; returns the commit's id. */
  push(files: Readonly<Record<string, string>>): string {
    for (const [name, content] of Object.entries(files)) {
      fs.writeFileSync(path.join(this.repository, name), content);
    }
    git(this.repository, 'add', '.');
    git(this.repository, 'commit', '--quiet', '--allow-empty', '--message=Change it');
    return git(this.repository, 'rev-parse', 'HEAD').trim();
  }

  /** A role that a service, or another role, may assume; returns its ARN. */
  async createRole(RoleName: string, principal: object): Promise<string> {
    const AssumeRolePolicyDocument = trustPolicy(principal);
    const { Role } = await new IAMClient(this.account.sdk()).send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }),
    );
    return Role?.Arn ?? '';
  }

  /** Makes this all that may assume a role. */
  async trust(RoleName: string, principal: object): Promise<void> {
    const PolicyDocument = trustPolicy(principal);
    await new IAMClient(this.account.sdk()).send(
      new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }),
    );
  }

  /** Makes these all that a role may do: actions, and others by statements of their own. */
  async allow(roleName: string, actions: readonly string[], ...others: object[]): Promise<void> {
    const Statement = [{ Action: actions }, ...others].map((statement) => ({
      Effect: 'Allow',
      Resource: '*',
      ...statement,
    }));
    await new IAMClient(this.account.sdk()).send(
      new PutRolePolicyCommand({
        RoleName: roleName,
        PolicyName: 'permissions',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
  }

  async createProject(name: string, serviceRole: string, buildspec: object): Promise<void> {
    await new CodeBuildClient(this.account.sdk()).send(
      new CreateProjectCommand({
        name,
        serviceRole,
        source: { type: 'CODEPIPELINE', buildspec: JSON.stringify(buildspec) },
        artifacts: { type: 'CODEPIPELINE' },
        environment: {
          type: 'LINUX_CONTAINER',
          image: 'aws/codebuild/standard:7.0',
          computeType: 'BUILD_GENERAL1_SMALL',
        },
      }),
    );
  }
}

function trustPolicy(Principal: object): string {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

async function createConnection(account: LocalAccount): Promise<string> {
  const client = new CloudFormationClient(account.sdk());
  const properties = { ConnectionName: 'test', ProviderType: 'GitHub' };
  const template = {
    Resources: { Connection: { Type: 'AWS::CodeConnections::Connection', Properties: properties } },
    Outputs: { Arn: { Value: { Ref: 'Connection' } } },
  };
  const StackName = 'connection';
  await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
  for (;;) {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    const arn = Stacks?.[0]?.Outputs?.[0]?.OutputValue;
    if (arn) return arn;
    await sleep(50);
  }
}

function git(cwd: string, ...args: string[]): string {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...who, ...args], { cwd, env: GIT_ENVIRONMENT, encoding: 'utf8' });
}
