import { allowsOf, hasWildcard, PolicyStatement, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** Actions that AWS accepts on `*` only (Service Authorization Reference, the page of each service). */
const WITHOUT_RESOURCE = ['ecr:GetAuthorizationToken'];

/** Wildcards where AWS has no other: what it names itself, at random, inside something that is named. */
const WITHIN: readonly { readonly service: string; readonly resource: RegExp }[] = [
  // Objects of one bucket.
  { service: 's3', resource: /^(arn:[^*?]+:s3:::[^*?/]+|<[^*?>]+>)\/\*$/ },
  // Log streams of one log group.
  { service: 'logs', resource: /^arn:[^*?]+:log-group:[^*?]+:\*$/ },
];

/** Resources that an identity's Allow names by a wildcard although AWS has another way, or by what they are not. */
export function wildcardResources(resource: TemplateResource): string[] {
  return allowsOf(resource)
    .filter(({ kind }) => kind === 'identity')
    .flatMap((statement) => [
      ...texts(statement.Resource)
        .filter((name) => hasWildcard(name) && !isNeeded(name, statement))
        .map((name) => `Resource::${name}`),
      ...texts(statement.NotResource).map((name) => `NotResource::${name}`),
    ]);
}

function isNeeded(name: string, statement: PolicyStatement): boolean {
  const actions = texts(statement.Action);
  const areOf = (service: string) => actions.every((action) => action.startsWith(`${service}:`));
  if (name === '*') return actions.every((action) => WITHOUT_RESOURCE.includes(action));
  if (areOf('kms') && name.endsWith(':key/*')) return isHeldToAliases(statement);
  return WITHIN.some(({ service, resource }) => areOf(service) && resource.test(name));
}

/** Whether keys, which AWS names at random, are told by the aliases that they have. */
function isHeldToAliases({ Condition }: PolicyStatement): boolean {
  const aliases = texts(Condition?.['ForAnyValue:StringEquals']?.['kms:ResourceAliases']);
  return aliases.length > 0 && !aliases.some(hasWildcard);
}
