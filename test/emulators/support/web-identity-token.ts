import { randomUUID } from 'node:crypto';

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
 * It has no signature that is valid: the local account compares claims and leaves signatures to AWS.
 */
export function webIdentityToken(claims: TokenClaims): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    iat: now,
    nbf: now,
    exp: now + 300,
    jti: randomUUID(),
    ...claims,
  };
  return [{ alg: 'RS256', typ: 'JWT', kid: 'test' }, payload, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}
