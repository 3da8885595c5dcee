import { ACCESS, Identity, Level, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { Distribution } from '../../lib/config';
import { readRegistryArns, RegistryArn } from '../shared/registry-arns';
import { placesOf } from '../shared/stage-stacks';

/** Kinds of people, by the names that the command takes. */
const PEOPLE = { developers: 'Developers', 'end-users': 'EndUsers' } as const;

/** What AWS takes in a role's inline policies, without whitespace ("IAM and AWS STS quotas", IAM User Guide). */
const MOST_CHARACTERS = 10_240;

/**
 * Prints the policy of a kind of people, for a role of theirs: what members of the groups may do, and nothing else.
 *
 * A role reaches the account that it is in, so registries in others are left out, and the reader is told.
 *
 * @param people `developers` or `end-users`
 * @param imageNames The images. @default - all that are not retired
 */
export async function showAccessPolicy(
  people: string,
  imageNames: readonly string[],
  distribution: Distribution,
): Promise<void> {
  const identity = Object.hasOwn(PEOPLE, people) ? PEOPLE[people as keyof typeof PEOPLE] : undefined;
  if (!identity) {
    throw new Error(
      `'${people}' is nobody, expected one of ${Object.keys(PEOPLE).join(', ')}: say one of them`,
    );
  }
  const registries = await readRegistryArns(distribution, imageNames);
  const open = registries.filter(({ stageName }) => ACCESS[stageName][identity].length > 0);
  const here = open.filter(({ isElsewhere }) => !isElsewhere);
  const elsewhere = new Set(open.filter(({ isElsewhere }) => isElsewhere).map(({ stageName }) => stageName));
  const places = placesOf(distribution, [...elsewhere]);
  if (here.length === 0) {
    throw new Error(
      `nothing in this account is open to ${people}, expected the credentials of ${places}: say --profile NAME`,
    );
  }
  const statements = statementsOf(here, identity);
  const policy = { Version: '2012-10-17', Statement: statements };
  expectRoom(JSON.stringify(policy).length, new Set(here.map(({ imageName }) => imageName)).size);
  console.log(JSON.stringify(policy, undefined, 2));
  if (elsewhere.size > 0) {
    // Not on standard output, where the policy is.
    console.error(
      `Not in this policy: ${places}. A role there needs one of its own: say --profile NAME of that account.`,
    );
  }
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

function expectRoom(characters: number, images: number): void {
  if (characters <= MOST_CHARACTERS) return;
  const most = Math.floor((images * MOST_CHARACTERS) / characters);
  throw new Error(
    `the policy of ${images} images has ${characters} characters, expected at most ${MOST_CHARACTERS}, as AWS takes in a role: name some of the images, about ${most} at a time, and make a role for each part`,
  );
}
