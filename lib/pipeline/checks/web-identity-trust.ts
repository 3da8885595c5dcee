import { GITHUB_ISSUER } from '../../constructs/github-identity-provider';
import { allowsOf, hasWildcard, PolicyStatement, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** Claims that tell one job from all others; AWS compares nothing that is not asked. */
const CLAIMS = [`${GITHUB_ISSUER}:aud`, `${GITHUB_ISSUER}:sub`];

/**
 * What is loose in a trust in tokens from the web.
 *
 * Audience and subject are to be compared with exact values, by `StringEquals` and nothing else: `StringLike`
 * matches patterns, `…IfExists` and `ForAllValues:` let a token through that has no such claim.
 */
export function looseWebIdentityTrusts(resource: TemplateResource): string[] {
  return allowsOf(resource)
    .filter(({ Action }) => texts(Action).some((name) => /^sts:AssumeRoleWithWebIdentity$/i.test(name)))
    .flatMap(findings);
}

function findings({ Principal, Condition = {} }: PolicyStatement): string[] {
  const provider = texts((Principal as { readonly Federated?: unknown } | undefined)?.Federated);
  const isGitHub = provider.length === 1 && provider[0].endsWith(`:oidc-provider/${GITHUB_ISSUER}`);
  const others = Object.entries(Condition)
    .filter(([operator]) => operator !== 'StringEquals')
    .flatMap(([operator, keys]) => Object.keys(keys).map((key) => `${operator}::${key}`));
  const missing = CLAIMS.filter((claim) => {
    const values = texts(Condition.StringEquals?.[claim]);
    return values.length === 0 || values.some(hasWildcard);
  });
  return [
    ...(isGitHub ? [] : [`Federated::${provider.join() || 'nobody'}`]),
    ...others,
    ...missing.map((claim) => `StringEquals::${claim}`),
  ];
}
