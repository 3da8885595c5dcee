import { labels, Label } from './permissions/labels';
import { Principal, principals } from './permissions/principals';
import { Registry, registries } from './state/registries';
import { keyOf, ReviewedStack } from './state/stack';

/** Two states side by side, with what several parts of a review look up in them. */
export class Comparison {
  readonly principalsBefore: ReadonlyMap<string, Principal>;
  readonly principalsAfter: ReadonlyMap<string, Principal>;
  readonly registriesBefore: ReadonlyMap<string, Registry>;
  readonly registriesAfter: ReadonlyMap<string, Registry>;

  /** ARNs of all repositories of both states. */
  readonly registryArns: readonly string[];

  /** What the tables call a principal. */
  readonly label: (principal: Principal) => Label;

  /** ARNs of the repositories that stacks make, by the stacks' keys. */
  private readonly registriesOfStacks = new Map<string, Set<string>>();

  private readonly registryNames: ReadonlyMap<string, string>;
  private readonly arnsBefore: ReadonlySet<string>;

  constructor(
    readonly before: readonly ReviewedStack[],
    readonly after: readonly ReviewedStack[],
  ) {
    this.principalsBefore = principals(before);
    this.principalsAfter = principals(withKept(before, after));
    this.registriesBefore = registries(before);
    this.registriesAfter = registries(after);
    const all = [...this.registriesBefore.values(), ...this.registriesAfter.values()];
    this.registryNames = new Map(all.map(({ arn, name }) => [arn, name]));
    this.registryArns = [...this.registryNames.keys()];
    for (const { stack, arn } of all) {
      const key = keyOf(stack);
      this.registriesOfStacks.set(key, (this.registriesOfStacks.get(key) ?? new Set()).add(arn));
    }
    this.arnsBefore = new Set([...this.registriesBefore.values()].map(({ arn }) => arn));
    this.label = labels([...this.principalsBefore.values(), ...this.principalsAfter.values()]);
  }

  stacks(): StackPair[] {
    return stackPairs(this.before, this.after);
  }

  /** A repository's name for its ARN; other ARNs as they are. */
  resourceName(arn: string): string {
    if (arn === '*') return 'every resource';
    return this.registryNames.get(arn) ?? arn;
  }

  isNewRegistry(arn: string): boolean {
    return this.registryNames.has(arn) && !this.arnsBefore.has(arn);
  }

  /** ARN of the repository of a principal's own stack, if it has just one. */
  ownRegistry({ stack }: Principal): string | undefined {
    const arns = [...(this.registriesOfStacks.get(keyOf(stack)) ?? [])];
    return arns.length === 1 ? arns[0] : undefined;
  }
}

/** A stack before, after, or both. */
export interface StackPair {
  readonly key: string;
  readonly before?: ReviewedStack;
  readonly after?: ReviewedStack;
}

/** The stacks of two states by their keys. */
export function stackPairs(
  stacksBefore: readonly ReviewedStack[],
  stacksAfter: readonly ReviewedStack[],
): StackPair[] {
  const [before, after] = [byKey(stacksBefore), byKey(stacksAfter)];
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].map((key) => ({ key, before: before.get(key), after: after.get(key) }));
}

function byKey(state: readonly ReviewedStack[]): Map<string, ReviewedStack> {
  return new Map(state.map((stack) => [keyOf(stack), stack]));
}

/** The stacks after, with what a stack no longer has and leaves where it is. */
function withKept(before: readonly ReviewedStack[], after: readonly ReviewedStack[]): ReviewedStack[] {
  const earlier = byKey(before);
  return after.map((stack) => {
    const { Resources = {} } = stack.template;
    const kept = Object.entries(earlier.get(keyOf(stack))?.template.Resources ?? {}).filter(
      ([id, { DeletionPolicy }]) => /^Retain/.test(String(DeletionPolicy)) && !Object.hasOwn(Resources, id),
    );
    const all = { ...Resources, ...Object.fromEntries(kept) };
    return kept.length === 0 ? stack : { ...stack, template: { ...stack.template, Resources: all } };
  });
}
