import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GITHUB_AUDIENCE, GITHUB_ISSUER, GitHubIdentityProvider } from './github-identity-provider';

export interface GitHubRoleProps {
  /** Subjects of the tokens that may assume the role, each exact: no wildcard is ever compared. */
  readonly subjects: readonly string[];

  /** What the role is for, shown in the IAM console. */
  readonly description: string;
}

/**
 * Role of the GitHub Actions jobs that run in one environment of one repository.
 *
 * `StringEquals` on audience and subject, because `StringLike` and a missing condition are how such roles
 * are taken over.
 */
export class GitHubRole extends Construct implements iam.IGrantable {
  readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: GitHubRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Resource', {
      description: props.description,
      assumedBy: new iam.WebIdentityPrincipal(GitHubIdentityProvider.ARN, {
        StringEquals: {
          [`${GITHUB_ISSUER}:aud`]: GITHUB_AUDIENCE,
          [`${GITHUB_ISSUER}:sub`]: [...props.subjects],
        },
      }),
    });
  }

  get grantPrincipal(): iam.IPrincipal {
    return this.role.grantPrincipal;
  }
}
