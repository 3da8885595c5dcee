import { Stage, StageProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ImageConfig, StageConfig, StageName } from '../config';
import { IdentityProviderStack } from './identity-provider-stack';
import { RegistryStack } from './registry-stack';

export interface RegistryStageProps extends StageProps {
  /** Prefix of the repositories' names. */
  readonly distributionName: string;

  readonly stageName: StageName;
  readonly stage: StageConfig;
  readonly images: readonly ImageConfig[];

  /** Whether this stage creates GitHub's identity provider: the first one in each account does. */
  readonly createsIdentityProvider: boolean;
}

/** One environment: the registries of all images, and GitHub's identity provider where it is the first. */
export class RegistryStage extends Stage {
  constructor(scope: Construct, id: string, props: RegistryStageProps) {
    super(scope, id, props);
    const { distributionName, stageName, stage, images } = props;
    const provider = props.createsIdentityProvider
      ? new IdentityProviderStack(this, 'IdentityProvider', { stackName: 'GitHubIdentityProvider' })
      : undefined;
    for (const image of images) {
      const stack = new RegistryStack(this, image.name, {
        stackName: `${image.name}${stageName}`,
        description: `${image.name}: the ${stageName} registry, and who may use it`,
        distributionName,
        stageName,
        stage,
        image,
      });
      // A role whose trust names a provider that does not exist yet could not be assumed.
      if (provider) stack.addStackDependency(provider, 'its role trusts the provider');
    }
  }
}
