/**
 * Every file, in every folder.
 *
 * Whatever Synth, SelfMutate or an administrator runs decides about permissions, and no list keeps up with that. Documentation
 * is no exception: `docs/` may hold a file of code owners, which counts as soon as there is none in another place.
 */
export const OWNED = '*';

/** GitHub skips a line with an owner that it cannot read: a login, a team, or an address. */
const OWNER = /^(@[\w-]+(\/[\w.-]+)?|[^\s@]+@[^\s@]+)$/;

/** A line of a file of code owners that says something. */
export interface Line {
  readonly pattern: string;
  readonly owners: readonly string[];
}

export function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(^|[ \t])#.*/, ''))
    .map((line) => line.split(/[ \t\r]+/).filter(Boolean))
    .flatMap(([pattern, ...owners]) => (pattern ? [{ pattern, owners }] : []));
}

export function ownsEverything({ pattern, owners }: Line): boolean {
  return pattern === OWNED && owners.length > 0 && owners.every((owner) => OWNER.test(owner));
}

/** Any of a line's owners may review: another one more, and it is not who was named. GitHub's names have no case. */
export function areSame(some: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [some, others].map((names) => new Set(names.map((name) => name.toLowerCase())));
  return one.size === other.size && [...one].every((name) => other.has(name));
}
