import { ConfigurationError, Mistake } from '../../../lib/config/configuration-error';
import { fillIn } from '../../../lib/config/fill-in';
import { parse } from '../../../lib/config/parse';
import { checkPlaces } from '../../../lib/config/checks/place-checks';
import { checkStages } from '../../../lib/config/checks/stage-checks';
import { Flags } from './flags';
import { Setting, settingsWith } from './setting';
import { Settings } from './settings';
import { Section, Unwritten, writtenConfiguration } from './written-configuration';

/**
 * The settings as the configuration has them written out, or as flags give them, checked and filled in.
 *
 * @param text The configuration, which is read and not run.
 * @throws ConfigurationError with all that is mistaken, and all that is not written out and has no flag
 */
export function readSettings(text: string, flags: Flags): Settings {
  const root = writtenConfiguration(text);
  const settings = settingsWith(flags, (path) => valueAt(root, path));
  const unwritten = unwrittenMistakes(root, settings);
  const isUnwritten = (path: string) =>
    unwritten.some((one) => one.path === '' || path === one.path || path.startsWith(`${one.path}.`));

  // Images are none of the bootstrap's business; what the checks are told of them is right and empty.
  const { mistakes, sound, settings: sufficient } = parse({ ...rawWith(root, settings), images: [] });
  const own = mistakes.filter(({ path }) => !isUnwritten(path));
  const isMistaken = (path: string) => isUnwritten(path) || own.some((mistake) => mistake.path === path);
  const all = [...unwritten, ...own, ...checkStages(sound, isMistaken), ...checkPlaces(sound)];
  if (!sufficient || all.length > 0) throw new ConfigurationError(all);
  return fillIn(sufficient);
}

/** One mistake for each expression that stands where a setting is needed, with all flags that take its place. */
function unwrittenMistakes(root: unknown, settings: readonly Setting[]): Mistake[] {
  const found = new Map<string, { readonly value: Unwritten; readonly flags: Set<string> }>();
  for (const { path, flag, given } of settings) {
    const value = valueAt(root, path);
    if (given || !(value instanceof Unwritten)) continue;
    const { flags } = found.get(value.path) ?? { flags: new Set() };
    found.set(value.path, { value, flags: flags.add(flag) });
  }
  return [...found].map(([path, { value, flags }]) => ({
    path,
    received: value.expression,
    expected:
      path === ''
        ? 'export default defineDistribution({ … }): the bootstrap reads this file and does not run it'
        : 'a value that is written out: the bootstrap reads this file and does not run it',
    fix: `write it out${value.isSpread ? ' after that' : ''}, or say ${[...flags].join(' ')}`,
  }));
}

/** What is in a place; `Unwritten` as well if that is what one of its parents is. */
function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((parent, key) => {
    if (parent instanceof Unwritten) return parent;
    return parent instanceof Section ? parent.value(key) : undefined;
  }, root);
}

/**
 * The settings as the checks of the configuration take them.
 *
 * Of everything beside them it has the keys and not the values, so that a key that is not known is found.
 */
function rawWith(root: unknown, settings: readonly Setting[]): object {
  const isNeeded = (path: readonly string[]) =>
    settings.some((one) => path.every((key, i) => one.path[i] === key));
  const rawOf = (value: unknown, path: readonly string[]): unknown => {
    if (!isNeeded(path) || value instanceof Unwritten) return undefined;
    if (!(value instanceof Section)) return value;
    return Object.fromEntries([...value.values].map(([key, inner]) => [key, rawOf(inner, [...path, key])]));
  };
  const given = settings.filter((setting) => setting.given);
  return given.reduce((raw, { path, given }) => withValue(raw, path, given?.value), rawOf(root, []) ?? {});
}

/** An object with another value in one place; what is no object on the way there becomes one. */
function withValue(object: unknown, [key, ...rest]: readonly string[], value: unknown): object {
  const before = (typeof object === 'object' ? object : {}) as Record<string, unknown>;
  return { ...before, [key]: rest.length > 0 ? withValue(before[key], rest, value) : value };
}
