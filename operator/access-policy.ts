import { ACCESS, Level, LEVEL_ACTIONS } from '../lib/access';
import { Distribution } from '../lib/config';
import { readRegistryArns } from './registry-arns';

/** Kinds of people, by the names that the command takes. */
const PEOPLE = { developers: 'Developers', 'end-users': 'EndUsers' } as const;

/**
 * Prints the policy of a kind of people, for a role of theirs: what members of the groups may do, and nothing else.
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
  const statements = (Object.keys(LEVEL_ACTIONS) as Level[]).flatMap((level) => {
    const opened = registries.filter(({ stageName }) => ACCESS[stageName][identity].includes(level));
    if (opened.length === 0) return [];
    // AWS accepts this one action on nothing else.
    const Resource = level === 'Authorize' ? '*' : opened.map(({ arn }) => arn);
    return [{ Sid: level, Effect: 'Allow', Action: LEVEL_ACTIONS[level], Resource }];
  });
  console.log(JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2));
}
