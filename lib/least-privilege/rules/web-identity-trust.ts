import { GITHUB_ISSUER } from '../../constructs/github-identity-provider';
import { allowsOf, branches, isExact, PolicyStatement, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** Claims that tell one job from all others; AWS compares nothing that is not asked. */
const CLAIMS = [`${GITHUB_ISSUER}:aud`, `${GITHUB_ISSUER}:sub`];

/**
 * What is loose in a trust in tokens from the web.
 *
 * Audience and subject are to be compared with exact values, by `StringEquals` and nothing else: `StringLike`
 * matches patterns, `…IfExists` and `ForAllValues:` let a token through that has no such claim. Conditions on
 * other claims can only narrow it.
 */
export function looseWebIdentityTrusts(resource: TemplateResource): string[] {
  return allowsOf(resource)
    .filter(
      ({ Action, Principal }) =>
        texts(Action).some((name) => /^sts:AssumeRoleWithWebIdentity$/i.test(name)) ||
        federated(Principal).length > 0,
    )
    .flatMap(findings);
}

function federated(principal: unknown): string[] {
  return branches(principal).flatMap((value) => texts((value as { readonly Federated?: unknown }).Federated));
}

function findings({ Principal, Condition = {} }: PolicyStatement): string[] {
  const provider = federated(Principal);
  const isGitHub = provider.length === 1 && provider[0].endsWith(`:oidc-provider/${GITHUB_ISSUER}`);
  const others = Object.entries(Condition)
    .filter(([operator]) => operator !== 'StringEquals')
    .flatMap(([operator, keys]) => Object.keys(keys).map((key) => ({ operator, key })))
    // IAM compares the names of keys without regard to case.
    .filter(({ key }) => CLAIMS.includes(key.toLowerCase()))
    .map(({ operator, key }) => `${operator}::${key}`);
  const missing = CLAIMS.filter((claim) => !isExact(Condition.StringEquals?.[claim]));
  return [
    ...(isGitHub ? [] : [`Federated::${provider.join() || '(none)'}`]),
    ...others,
    ...missing.map((claim) => `StringEquals::${claim}`),
  ];
}
