import { randomUUID } from 'node:crypto';
import { GITHUB_AUDIENCE, GITHUB_ISSUER } from '../../../lib/constructs/github-identity-provider';

/** Claims of a token that matter to AWS; the rest is filled in. */
export interface TokenClaims {
  readonly sub: string;

  /** @default 'sts.amazonaws.com' */
  readonly aud?: string;

  /** @default - GitHub's own */
  readonly iss?: string;

  /** Seconds since 1970 at which the token ends. @default - in five minutes */
  readonly exp?: number;
}

/**
 * A token like those that GitHub gives to a job (GitHub Docs, "OpenID Connect reference").
 *
 * Its signature is not GitHub's: the local account compares claims and leaves signatures to AWS.
 */
export function githubToken(claims: TokenClaims): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: `https://${GITHUB_ISSUER}`,
    aud: GITHUB_AUDIENCE,
    iat: now,
    nbf: now,
    exp: now + 300,
    jti: randomUUID(),
    ...claims,
  };
  return [{ alg: 'RS256', typ: 'JWT', kid: 'rehearsal' }, payload, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}
