import { Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { GitHubIdentityProvider } from '../constructs/github-identity-provider';

/** GitHub's identity provider, in a stack of its own because all images of an account share it. */
export class IdentityProviderStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    new GitHubIdentityProvider(this, 'GitHubIdentityProvider');
  }
}
