import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { GITHUB_AUDIENCE, GITHUB_ISSUER } from '../../../lib/constructs/github-identity-provider';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/sessions/assume-role';
import { GitHubJob } from '../../actors/github-job';
import { expectRefused } from '../../observe/refusal';

const RoleName = 'GitHubDeploymentRole';
const PolicyName = 'CDKDeploymentPolicy';

/** Jobs that deploy the previous system, in an environment of its own repository. */
const SUBJECT = `repo:${distribution.source.repository}:environment:Deployment`;

/** The role by which the previous system's workflow deploys, with its policy; both were made in the console. */
export class DeploymentRole {
  private readonly iam: IAMClient;
  private readonly policyArn: string;

  constructor(private readonly account: LocalAccount) {
    this.iam = new IAMClient(account.sdk());
    this.policyArn = `arn:aws:iam::${account.accountId}:policy/${PolicyName}`;
  }

  async create(): Promise<void> {
    const statement = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
    const permissions = [
      statement('sts:AssumeRole', `arn:aws:iam::${this.account.accountId}:role/cdk-hnb659fds-*`),
      statement('cloudformation:*', '*'),
    ];
    const trust = {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::${this.account.accountId}:oidc-provider/${GITHUB_ISSUER}` },
      Condition: {
        StringEquals: { [`${GITHUB_ISSUER}:aud`]: GITHUB_AUDIENCE, [`${GITHUB_ISSUER}:sub`]: SUBJECT },
      },
    };
    await this.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: document(permissions) }));
    await this.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document([trust]) }));
    await this.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: this.policyArn }));
  }

  /** The session that the workflow gets for its token. */
  assume(): Promise<Credentials> {
    const job = new GitHubJob(this.account, { sub: SUBJECT });
    return job.assume(`arn:aws:iam::${this.account.accountId}:role/${RoleName}`);
  }

  /** Revokes its permissions; attaching the policy again gives them back. */
  async revokePermissions(): Promise<void> {
    await this.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: this.policyArn }));
  }

  /** @throws Error when a job could still deploy */
  async expectNoPermissions(): Promise<void> {
    const { accountId, region } = this.account;
    const deployRole = `arn:aws:iam::${accountId}:role/cdk-hnb659fds-deploy-role-${accountId}-${region}`;
    await expectRefused(assumeRole(this.account, deployRole, await this.assume()), 'AccessDenied');
  }

  async remove(): Promise<void> {
    await this.iam.send(new DeleteRoleCommand({ RoleName }));
    await this.iam.send(new DeletePolicyCommand({ PolicyArn: this.policyArn }));
  }
}

function document(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
