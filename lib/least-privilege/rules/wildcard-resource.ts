import { allowsOf, hasWildcard, isExact, PolicyStatement, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** Actions that AWS accepts on `*` only (Service Authorization Reference, the page of each service). */
const WITHOUT_RESOURCE = ['ecr:GetAuthorizationToken'];

/** Wildcards where AWS has no other: what it names itself, at random, inside something that is named. */
const WITHIN: readonly { readonly actions: RegExp; readonly resource: RegExp }[] = [
  // Objects of one bucket.
  {
    actions: /^s3:(?!\w*Bucket)\w*(Object|MultipartUpload)\w*$/,
    resource: /^(arn:[^*?]+:s3:::[^*?/]+|<[^*?>]+>)\/\*$/,
  },
  // Log streams of one log group.
  { actions: /^logs:/, resource: /^arn:[^*?]+:log-group:[^*?]+:\*$/ },
];

/** Keys of one account and region, which AWS names at random. */
const KEYS = /^arn:[^*?]+:kms:[^*?:]+:[^*?:]+:key\/\*$/;

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
  // With a NotAction there is none, and it would hold for every one of them.
  if (actions.length === 0) return false;
  const areAll = (those: RegExp) => actions.every((action) => those.test(action));
  if (name === '*') return actions.every((action) => WITHOUT_RESOURCE.includes(action));
  if (KEYS.test(name)) return areAll(/^kms:/) && isHeldToAliases(statement);
  return WITHIN.some(({ actions: those, resource }) => areAll(those) && resource.test(name));
}

/** Whether keys are told by the aliases that they have. */
function isHeldToAliases({ Condition }: PolicyStatement): boolean {
  return isExact(Condition?.['ForAnyValue:StringEquals']?.['kms:ResourceAliases']);
}
