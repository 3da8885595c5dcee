import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { githubSubjects } from '../../lib/access/github-subjects';
import { ImageConfig } from '../../lib/config';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { isAllowed } from '../observe/refusal';
import { credentialsOf } from './sessions/assume-role';
import { githubToken, TokenClaims } from './sessions/github-token';

/** How STS refuses a token; anything else is a failure of the question. */
const REFUSALS = ['AccessDenied', 'ExpiredTokenException', 'InvalidIdentityTokenException'];

/** A job of GitHub Actions, whose credentials in an account come from the token that GitHub gives it. */
export class GitHubJob {
  /** A job of an image's repository, in one of its environments. */
  static in(account: LocalAccount, image: ImageConfig, environment: string): GitHubJob {
    return new GitHubJob(account, { sub: githubSubjects(image, environment)[0] });
  }

  constructor(
    private readonly account: LocalAccount,
    private readonly claims: TokenClaims,
  ) {}

  /** A session of a role. @throws Error with which STS refuses */
  async assume(RoleArn: string): Promise<Credentials> {
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn,
      RoleSessionName: 'job',
      WebIdentityToken: githubToken(this.claims),
    });
    const { Credentials: session } = await new STSClient(this.account.sdk()).send(command);
    return credentialsOf(session);
  }

  /** Whether STS gives it a session of a role. */
  mayAssume(roleArn: string): Promise<boolean> {
    return isAllowed(this.assume(roleArn), REFUSALS);
  }
}
