import { Stage, StageProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Groups, ImageConfig, StageConfig, StageName } from '../config';
import { FindingNoticesStack } from './finding-notices-stack';
import { IdentityProviderStack } from './identity-provider-stack';
import { RegistryStack } from './registry-stack';
import { SharedGroupsStack } from './shared-groups-stack';
import { findingNoticesStack, PROVIDER_STACK, registryStack, sharedGroupsStack } from '../names';

export interface RegistryStageProps extends StageProps {
  /** Prefix of the repositories' names. */
  readonly distributionName: string;

  readonly stageName: StageName;
  readonly stage: StageConfig;
  readonly images: readonly ImageConfig[];

  /** Whether each image has groups of its own, or all share those of a stack for them. */
  readonly groups: Groups;

  /** Whether this stage creates GitHub's identity provider: the first one in each account does. */
  readonly createsIdentityProvider: boolean;

  /**
   * Who is told from here of findings in this stage.
   *
   * @default - nobody, or whoever the pipeline tells, which is in the same account and region
   */
  readonly findingsTo?: readonly string[];
}

/** One environment: the registries of all images, and what they need there. */
export class RegistryStage extends Stage {
  constructor(scope: Construct, id: string, props: RegistryStageProps) {
    super(scope, id, props);
    const { distributionName, stageName, stage, images, groups, findingsTo } = props;
    const provider = props.createsIdentityProvider
      ? new IdentityProviderStack(this, 'IdentityProvider', {
          stackName: PROVIDER_STACK,
          distributionName,
        })
      : undefined;
    const shared =
      groups === 'shared'
        ? new SharedGroupsStack(this, 'SharedGroups', {
            stackName: sharedGroupsStack(stageName),
            description: `Who may use the ${stageName} registries of all images`,
            distributionName,
            stageName,
            images,
          })
        : undefined;
    if (findingsTo) {
      new FindingNoticesStack(this, 'FindingNotices', {
        stackName: findingNoticesStack(stageName),
        description: `Tells of findings in the ${stageName} registries`,
        distributionName,
        stageName,
        emails: findingsTo,
      });
    }
    for (const image of images) {
      const stack = new RegistryStack(this, image.name, {
        stackName: registryStack(image.name, stageName),
        description: `${image.name}: the ${stageName} registry, and who may use it`,
        distributionName,
        stageName,
        stage,
        image,
        groups,
      });
      // A role whose trust names a provider that does not exist yet could not be assumed.
      if (provider) stack.addStackDependency(provider, 'its role trusts the provider');
      // Whoever comes to share groups must have the new ones before the stack takes the old ones away.
      if (shared) stack.addStackDependency(shared, 'they take the place of its groups');
    }
  }
}
