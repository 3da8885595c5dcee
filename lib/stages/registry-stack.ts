import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ACCESS, StageAccess } from '../access/permission-tables';
import type { Groups, ImageConfig, StageConfig, StageName } from '../config';
import { GitHubRole } from '../constructs/github-role';
import { ImageRepository } from '../constructs/image-repository';
import { DISTRIBUTION_TAG, repositoryName } from '../names';
import { githubSubjects } from '../access/github-subjects';

export interface RegistryStackProps extends StackProps {
  /** Prefix of the repository's name. */
  readonly distributionName: string;

  readonly stageName: StageName;
  readonly stage: StageConfig;
  readonly image: ImageConfig;

  /**
   * Whether the image has groups of its own here, or shares those of another stack.
   *
   * @default 'per-image'
   */
  readonly groups?: Groups;
}

/** One image in one stage: its registry, and who may do what with it. */
export class RegistryStack extends Stack {
  constructor(scope: Construct, id: string, props: RegistryStackProps) {
    super(scope, id, { ...props, tags: { ...props.tags, [DISTRIBUTION_TAG]: props.distributionName } });
    const { distributionName, stageName, stage, image, groups = 'per-image' } = props;
    const access = ACCESS[stageName];
    const jobs = `the environment ${stage.environment} of ${image.github.owner}/${image.github.repository}`;

    const registry = new ImageRepository(this, 'ImageRepository', {
      repositoryName: repositoryName(distributionName, image, stageName),
      mutableTags: stageName === 'Development',
      lifecycle: stage.lifecycle,
    });
    this.output('ImageRepositoryArn', registry.repository.repositoryArn, `AWS_ECR_REGISTRY_ARN in ${jobs}`);
    this.output('ImageRepositoryUri', registry.repository.repositoryUri, 'What images are tagged with');
    if (image.retired) return;

    if (groups === 'per-image') this.groups(registry, access);

    if (stageName === 'Release') {
      const { pullAccounts, pullOrganization } = image.release;
      if (pullAccounts.length > 0) registry.grantPullsFromAccounts(pullAccounts);
      if (pullOrganization !== undefined) registry.grantPullsFromOrganization(pullOrganization);
    }

    const gitHub = new GitHubRole(this, 'GitHubRole', {
      subjects: githubSubjects(image, stage.environment),
      description: `GitHub Actions in ${jobs}`,
    });
    registry.grantLevels(gitHub, access.GitHub);
    this.output('GitHubRoleArn', gitHub.role.roleArn, `AWS_GITHUB_ROLE_ARN in ${jobs}`);
    this.output('GitHubRegion', this.region, `AWS_DEFAULT_REGION in ${jobs}`);
  }

  /** The groups of this image alone. */
  private groups(registry: ImageRepository, access: StageAccess): void {
    const developers = new iam.Group(this, 'DeveloperGroup');
    registry.grantLevels(developers, access.Developers);
    this.output('DeveloperGroupName', developers.groupName, 'For those who work on the image');

    if (access.EndUsers.length > 0) {
      const endUsers = new iam.Group(this, 'EndUserGroup');
      registry.grantLevels(endUsers, access.EndUsers);
      this.output('EndUserGroupName', endUsers.groupName, 'For those who run the image');
    }
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
