import { Arn, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ACCESS, Level, LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { StageName } from '../../../lib/config';
import { GITHUB_AUDIENCE, GITHUB_ISSUER } from '../../../lib/constructs/github-identity-provider';

export interface PreviousStackProps {
  readonly stageName: StageName;

  /** Subjects of the tokens of GitHub's jobs that may push. */
  readonly subjects: readonly string[];
}

/**
 * A registry as the previous system made it: with the same groups and role as ours, and a repository that is deleted
 * with its stack.
 *
 * Its resources are in a construct of its own, as they were there: so none has the name of one in our stacks.
 */
export class PreviousStack extends Stack {
  constructor(scope: Construct, id: string, props: PreviousStackProps) {
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
