import { allowsOf, hasWildcard, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** Principals that an Allow names by a wildcard, or by who they are not. */
export function wildcardPrincipals(resource: TemplateResource): string[] {
  return allowsOf(resource).flatMap(({ Principal, NotPrincipal }) => [
    ...principals(Principal)
      .filter(hasWildcard)
      .map((name) => `Principal::${name}`),
    ...principals(NotPrincipal).map((name) => `NotPrincipal::${name}`),
  ]);
}

/** `*`, or `{ AWS: …, Service: … }` with one or many of each. */
function principals(element: unknown): string[] {
  if (typeof element !== 'object' || element === null) return texts(element);
  return Object.values(element).flatMap(texts);
}
