import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Issuer of the tokens of GitHub Actions, without its scheme, as IAM writes it. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

/**
 * Audience that the action `aws-actions/configure-aws-credentials` asks for unless it is told another.
 *
 * It is the same in every partition: IAM compares it with what the provider and the roles say, and knows no meaning.
 */
export const GITHUB_AUDIENCE = 'sts.amazonaws.com';

/**
 * GitHub as an identity provider of the account.
 *
 * An account takes one provider for each URL, so there is one for all images; everything else names it
 * by its ARN, which follows from the URL.
 */
export class GitHubIdentityProvider extends Construct {
  /** ARN of GitHub's provider in the account of the stack that asks. */
  static readonly ARN = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/${GITHUB_ISSUER}`;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new iam.OidcProviderNative(this, 'Resource', {
      url: `https://${GITHUB_ISSUER}`,
      clientIds: [GITHUB_AUDIENCE],
    });
  }
}
