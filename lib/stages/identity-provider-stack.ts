import { Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DISTRIBUTION_TAG } from '../names';
import { GitHubIdentityProvider } from '../constructs/github-identity-provider';

export interface IdentityProviderStackProps extends StackProps {
  /** Name of the distribution, with which the stack is tagged. */
  readonly distributionName: string;
}

/** GitHub's identity provider, in a stack of its own because all images of an account share it. */
export class IdentityProviderStack extends Stack {
  constructor(scope: Construct, id: string, { distributionName, ...props }: IdentityProviderStackProps) {
    super(scope, id, { ...props, tags: { ...props.tags, [DISTRIBUTION_TAG]: distributionName } });
    new GitHubIdentityProvider(this, 'GitHubIdentityProvider');
  }
}
