import { ACCESS, Identity, Level, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { Distribution } from '../../lib/config';
import { readRegistryArns, RegistryArn } from '../shared/registry-arns';
import { placesOf } from '../shared/stage-stacks';

/** Who a policy may be for, by the names that the command takes. */
const AUDIENCES = { developers: 'Developers', 'end-users': 'EndUsers' } as const;

/** What AWS takes in a role's inline policies, without whitespace ("IAM and AWS STS quotas", IAM User Guide). */
const MAX_CHARACTERS = 10_240;

/** The policy of an audience, and what it cannot give. */
export interface AccessPolicy {
  readonly document: { readonly Version: string; readonly Statement: readonly object[] };

  /** Stages in other accounts that are open to the audience too. @default - none */
  readonly leftOut?: string;
}

/**
 * The policy of an audience, for a role: what members of its groups may do, and nothing else.
 *
 * A role reaches the account that it is in, so registries in others are left out.
 *
 * @param audience `developers` or `end-users`
 * @param imageNames The images. @default - all that are not retired
 */
export async function readAccessPolicy(
  audience: string,
  imageNames: readonly string[],
  distribution: Distribution,
): Promise<AccessPolicy> {
  const identity = expectAudience(audience);
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

function expectAudience(audience: string): Identity {
  if (Object.hasOwn(AUDIENCES, audience)) return AUDIENCES[audience as keyof typeof AUDIENCES];
  throw new Error(`unknown audience '${audience}'; expected one of ${Object.keys(AUDIENCES).join(', ')}`);
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
