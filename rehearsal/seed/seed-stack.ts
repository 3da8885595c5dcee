import { Arn, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ACCESS, Level, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { StageName } from '../../lib/config';
import { GITHUB_AUDIENCE, GITHUB_ISSUER } from '../../lib/constructs/github-identity-provider';

export interface SeedStackProps {
  readonly stageName: StageName;

  /** Subjects of the tokens of GitHub's jobs that may push. */
  readonly subjects: readonly string[];
}

/**
 * A registry as the seed made it: with the same groups and role as ours, and a repository that goes with its stack.
 *
 * What it holds lies in a construct of its own, as in the seed; so nothing is called as in our stacks.
 */
export class SeedStack extends Stack {
  constructor(scope: Construct, id: string, props: SeedStackProps) {
    super(scope, id);
    const within = new Construct(this, 'Registry');
    const repository = new ecr.Repository(within, 'ImageRepository', {
      imageScanOnPush: true,
      lifecycleRules: [{ tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(14) }],
      removalPolicy: RemovalPolicy.DESTROY,
      emptyOnDelete: true,
    });
    const access = ACCESS[props.stageName];
    const developers = new iam.Group(within, 'DeveloperGroup');
    grantLevels(repository, developers, access.Developers);
    const endUsers = new iam.Group(within, 'EndUserGroup');
    grantLevels(repository, endUsers, access.EndUsers);
    const gitHub = new iam.Role(within, 'GitHubRole', {
      assumedBy: new iam.WebIdentityPrincipal(this.providerArn(), {
        StringEquals: {
          [`${GITHUB_ISSUER}:aud`]: GITHUB_AUDIENCE,
          [`${GITHUB_ISSUER}:sub`]: [...props.subjects],
        },
      }),
    });
    grantLevels(repository, gitHub, access.GitHub);

    new CfnOutput(this, 'Repository', { value: repository.repositoryName });
    new CfnOutput(this, 'Developers', { value: developers.groupName });
    new CfnOutput(this, 'EndUsers', { value: endUsers.groupName });
    new CfnOutput(this, 'GitHub', { value: gitHub.roleName });
  }

  private providerArn(): string {
    const parts = { service: 'iam', region: '', resource: 'oidc-provider', resourceName: GITHUB_ISSUER };
    return Arn.format(parts, this);
  }
}

function grantLevels(repository: ecr.Repository, grantee: iam.IGrantable, levels: readonly Level[]): void {
  const open = levels.filter((level) => level !== 'Authorize');
  if (open.length < levels.length) ecr.AuthorizationToken.grantRead(grantee);
  if (open.length > 0) repository.grant(grantee, ...new Set(open.flatMap((level) => LEVEL_ACTIONS[level])));
}
