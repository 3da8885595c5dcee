import { PULL_ACTIONS } from '../../access/permission-tables';
import { isOrganizationId } from '../../config/fields/release-fields';
import { allowsOf, hasWildcard, PolicyStatement, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** Principals that an Allow names by a wildcard, or by who they are not. */
export function wildcardPrincipals(resource: TemplateResource): string[] {
  return allowsOf(resource)
    .filter((statement) => !(isRepositoryOfRelease(resource) && isPullOfOrganization(statement)))
    .flatMap(({ Principal, NotPrincipal }) => [
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

function isRepositoryOfRelease({ Type, Properties }: TemplateResource): boolean {
  const { RepositoryName: name } = Properties;
  return Type === 'AWS::ECR::Repository' && typeof name === 'string' && name.endsWith('/release');
}

/**
 * Whether everybody is everybody of one organization, and may do no more than pull.
 *
 * AWS has no principal for an organization. `StringEquals` alone is taken: `…IfExists` and `ForAllValues:` pass
 * callers that are in none.
 */
function isPullOfOrganization({
  kind,
  Principal,
  NotPrincipal,
  Action,
  Condition,
}: PolicyStatement): boolean {
  const actions = texts(Action);
  return (
    kind === 'resource' &&
    Principal === '*' &&
    NotPrincipal === undefined &&
    actions.length > 0 &&
    actions.every((action) => PULL_ACTIONS.includes(action)) &&
    isOrganizationId(Condition?.StringEquals?.['aws:PrincipalOrgID'])
  );
}
