import {
  CloudFormationClient,
  DeleteStackCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateOpenIDConnectProviderCommand, IAMClient } from '@aws-sdk/client-iam';
import { DeleteObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import distribution from '../../distribution.config';
import { GITHUB_AUDIENCE, GITHUB_ISSUER } from '../../lib/constructs/github-identity-provider';
import { PIPELINE_STACK } from '../../lib/names';
import { LocalAccount } from '../../emulators/account/local-account';
import { readStackResources, readStacks } from '../observe/stacks';
import { Progress } from '../runner/progress';
import { RehearsalDirectory } from '../runner/directory/rehearsal-directory';
import { Approver } from './approver';
import { CommandLine } from './command-line';
import { GroupMember } from './group-member';
import { createUser } from './sessions/iam-users';
import { identityCenterSession } from './sessions/identity-center';
import { Operator } from './operator';
import { writeShellEnvironment } from './shell-environment';
import { toolkitPolicyArn } from './toolkit-name';

/** Timeout for CloudFormation to delete a stack. */
const MAX_SECONDS = 120;

/** An administrator of one account, who may do everything in it. */
export class Administrator {
  readonly commands: CommandLine;

  constructor(
    readonly account: LocalAccount,
    private readonly directory: RehearsalDirectory,
    private readonly progress: Progress,
  ) {
    this.commands = new CommandLine({ account, credentials: account.root, directory });
  }

  /** `npm run bootstrap` of the checkout, without a question; returns what it says. */
  bootstrap(...flags: string[]): Promise<string> {
    const { accountId, region } = this.account;
    return this.progress.step(['npm run bootstrap', ...flags].join(' '), () =>
      this.runBootstrap(this.commands, ...flags, `aws://${accountId}/${region}`),
    );
  }

  /** The same of a tree, whose configuration says which accounts there are. */
  bootstrapFrom(tree: string): Promise<string> {
    return this.progress.step(`npm run bootstrap, in account ${this.account.accountId}`, () =>
      this.runBootstrap(this.commands.with({ cwd: tree })),
    );
  }

  /** GitHub as an identity provider, as it is made in the console. */
  async createIdentityProvider(): Promise<void> {
    const provider = { Url: `https://${GITHUB_ISSUER}`, ClientIDList: [GITHUB_AUDIENCE] };
    await new IAMClient(this.account.sdk()).send(new CreateOpenIDConnectProviderCommand(provider));
  }

  /** The same, if the configuration says that the account has it already. */
  async createExistingIdentityProvider(): Promise<void> {
    const stages = Object.values(distribution.stages);
    if (!stages.some(({ identityProvider }) => identityProvider === 'existing')) return;
    await this.progress.step("GitHub's identity provider, which the account has already", () =>
      this.createIdentityProvider(),
    );
  }

  /** A user who has `policies/deployment.json` and nothing else. */
  createOperator(): Promise<Operator> {
    return this.progress.step('An operator with policies/deployment.json, and nothing else', async () => {
      const policyArn = toolkitPolicyArn(this.account, 'deployment');
      const credentials = await createUser(this.account, 'operator', { policyArn });
      await writeShellEnvironment(this.account, credentials, this.directory.file('env.sh'));
      return new Operator(this.account, credentials, this.directory, this.progress);
    });
  }

  /** A member of the approvers' group, which is an output of the pipeline's stack. */
  createApprover(): Promise<Approver> {
    return this.progress.step("A member of the approvers' group, with the boundary of users", async () => {
      const { account, directory } = this;
      const outputs = (await readStacks(account, account.root)).get(PIPELINE_STACK)?.outputs ?? {};
      const output = Object.keys(outputs).find((name) => name.startsWith('ApproverGroup'));
      if (!output)
        throw new Error(`${PIPELINE_STACK} has no output ApproverGroup…, expected the group's name`);
      const member = await GroupMember.create(account, 'approver', { groups: [outputs[output]] });
      const { credentials } = member;
      await writeShellEnvironment(account, credentials, directory.file('approver.env.sh'));
      return new Approver(account, credentials, this.progress, member);
    });
  }

  /** An approver who comes through IAM Identity Center, with the policy that `npm run access-policy` prints. */
  createIdentityCenterApprover(policy: string): Promise<Approver> {
    return this.progress.step('An approver who comes through IAM Identity Center', async () => {
      const session = await identityCenterSession(this.account, 'Approvers', policy);
      return new Approver(this.account, session, this.progress);
    });
  }

  /** `aws cloudformation delete-stack`, as the operator is told to ask for; waits until the stack is gone. */
  async deleteStack(StackName: string): Promise<void> {
    await this.progress.step(`aws cloudformation delete-stack --stack-name ${StackName}`, async () => {
      const client = new CloudFormationClient(this.account.sdk());
      await client.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete({ client, maxWaitTime: MAX_SECONDS, minDelay: 1 }, { StackName });
    });
  }

  /** `npx cdk destroy PipelineStack` of the rehearsed tree, without a question. */
  async destroyPipeline(): Promise<void> {
    const commands = this.commands.with({ cwd: this.directory.workTree });
    await this.progress.step(`npx cdk destroy ${PIPELINE_STACK}`, () =>
      commands.cdk('destroy', '--force', PIPELINE_STACK),
    );
  }

  /** Deletes all that is in the buckets of a stack, as `aws s3 rm --recursive` does. */
  async emptyBuckets(stackName: string): Promise<void> {
    const resources = await readStackResources(this.account, stackName);
    const s3 = new S3Client(this.account.sdk());
    for (const { physicalId: Bucket } of resources.filter(({ type }) => type === 'AWS::S3::Bucket')) {
      await this.progress.step(`aws s3 rm --recursive s3://${Bucket}`, async () => {
        for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
          for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
        }
      });
    }
  }

  /** `aws ecr delete-repository --force`, of one that a stack has left behind, images and all. */
  async deleteRepository(repositoryName: string): Promise<void> {
    await this.progress.step(`aws ecr delete-repository --force --repository-name ${repositoryName}`, () =>
      new ECRClient(this.account.sdk()).send(new DeleteRepositoryCommand({ repositoryName, force: true })),
    );
  }

  /** Deletes stacks that `npm run status` must have called orphans. */
  async deleteOrphans(status: string, stackNames: readonly string[]): Promise<void> {
    for (const name of stackNames) {
      if (!new RegExp(`^${name} is an orphan`, 'm').test(status)) {
        throw new Error(`what the status says: expected ${name} to be an orphan, found:\n${status}`);
      }
      await this.deleteStack(name);
    }
  }

  private runBootstrap(commands: CommandLine, ...args: string[]): Promise<string> {
    return commands.npm('bootstrap', '--yes', `--output=${this.directory.toolkit}`, ...args);
  }
}
