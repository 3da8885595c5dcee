import { ACCESS, Identity, Level, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { Distribution } from '../../lib/config';
import { readRegistryArns, RegistryArn } from '../shared/registry-arns';
import { placesOf } from '../shared/stage-stacks';
import { approversPolicy, operatorsPolicy } from './staff-policies';

/** Whose policy is made of the tables, by the names that the command takes. */
const IDENTITIES = { developers: 'Developers', 'end-users': 'EndUsers' } as const;

/** Whose policy is about the pipeline. */
const STAFF = { approvers: approversPolicy, operators: operatorsPolicy } as const;

/** What AWS takes in a role's inline policies, without whitespace ("IAM and AWS STS quotas", IAM User Guide). */
const MAX_CHARACTERS = 10_240;

/** The policy of an audience, and what it cannot give. */
export interface AccessPolicy {
  readonly document: { readonly Version: string; readonly Statement: readonly object[] };

  /** Stages in other accounts that are open to the audience too. @default - none */
  readonly leftOut?: string;
}

/**
 * The policy of an audience, for a role: what members of its groups may do, or have by the operator's policy.
 *
 * A role reaches the account that it is in, so registries in others are left out.
 *
 * @param audience `developers`, `end-users`, `approvers` or `operators`
 * @param imageNames The images of the first two. @default - all that are not retired
 * @throws Error when there is no such audience, or the caller's account has nothing for it
 */
export async function readAccessPolicy(
  audience: string,
  imageNames: readonly string[],
  distribution: Distribution,
): Promise<AccessPolicy> {
  if (isKeyOf(STAFF, audience)) {
    if (imageNames.length === 0) return { document: await STAFF[audience](distribution) };
    throw new Error(
      `the policy of ${audience} is about the pipeline, expected no images, found ${imageNames.join(', ')}: leave them out`,
    );
  }
  if (isKeyOf(IDENTITIES, audience)) return registriesPolicy(audience, imageNames, distribution);
  const audiences = Object.keys({ ...IDENTITIES, ...STAFF }).join(', ');
  throw new Error(`unknown audience '${audience}'; expected one of ${audiences}`);
}

async function registriesPolicy(
  audience: keyof typeof IDENTITIES,
  imageNames: readonly string[],
  distribution: Distribution,
): Promise<AccessPolicy> {
  const identity = IDENTITIES[audience];
  const registries = await readRegistryArns(distribution, imageNames);
  const open = registries.filter(({ stageName }) => ACCESS[stageName][identity].length > 0);
  const here = open.filter(({ isElsewhere }) => !isElsewhere);
  const elsewhere = new Set(open.filter(({ isElsewhere }) => isElsewhere).map(({ stageName }) => stageName));
  const places = placesOf(distribution, [...elsewhere]);
  if (here.length === 0) {
    throw new Error(
      `nothing in this account is open to ${audience}, expected the credentials of ${places}: say --profile NAME`,
    );
  }
  const document = { Version: '2012-10-17', Statement: statementsOf(here, identity) };
  assertFitsRole(JSON.stringify(document).length, new Set(here.map(({ imageName }) => imageName)).size);
  return { document, leftOut: elsewhere.size > 0 ? places : undefined };
}

function isKeyOf<T extends object>(map: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(map, key);
}

/** Each registry is named once, with all levels that it is open at: a policy has room for so many names. */
function statementsOf(registries: readonly RegistryArn[], identity: Identity): object[] {
  const arns = new Map<string, string[]>();
  for (const { stageName, arn } of registries) {
    // AWS accepts the one action of Authorize on nothing but `*`.
    const levels = ACCESS[stageName][identity].filter((level) => level !== 'Authorize');
    const key = levels.join();
    arns.set(key, [...(arns.get(key) ?? []), arn]);
  }
  return [
    { Effect: 'Allow', Action: LEVEL_ACTIONS.Authorize, Resource: '*' },
    ...[...arns].map(([key, Resource]) => ({
      Effect: 'Allow',
      Action: [...new Set((key.split(',') as Level[]).flatMap((level) => LEVEL_ACTIONS[level]))],
      Resource,
    })),
  ];
}

function assertFitsRole(characters: number, images: number): void {
  if (characters <= MAX_CHARACTERS) return;
  const most = Math.floor((images * MAX_CHARACTERS) / characters);
  throw new Error(
    `the policy of ${images} images has ${characters} characters, expected at most ${MAX_CHARACTERS}, as AWS takes in a role: name some of the images, about ${most} at a time, and make a role for each part`,
  );
}
