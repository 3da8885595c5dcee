import { z } from 'zod';
import type { Hint, Mistake } from './configuration-error';
import { nearest } from './fields/nearest';
import { DistributionInput, distributionSettings, Settings } from './settings/distribution-settings';
import { show, showPath } from './show';

/** A configuration without the parts that are mistaken. */
export type Sound<T> = T extends readonly (infer Element)[]
  ? readonly (Sound<Element> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Sound<T[Key]> }
    : T;

export interface Parsed {
  readonly mistakes: readonly Mistake[];

  /** What is left without them, so that the rest can be checked all the same. */
  readonly sound: Sound<DistributionInput>;

  /** All of it, with the defaults that depend on nothing else, if there is no mistake. */
  readonly settings?: Settings;
}

/** Looks at every value by itself. */
export function parse(raw: unknown): Parsed {
  const result = distributionSettings.safeParse(raw);
  if (result.success) return { mistakes: [], sound: raw as DistributionInput, settings: result.data };
  const mistakes = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey(issue.path, key))
      : [misplaced(issue, at(raw, issue.path))],
  );
  const paths = new Set(mistakes.map(({ path }) => path));
  return { mistakes, sound: without(raw, paths, []) ?? {} };
}

function misplaced(issue: z.core.$ZodIssue, value: unknown): Mistake {
  const hint = issue.code === 'custom' ? (issue.params?.hint as Hint) : section(issue.path);
  return { path: showPath(issue.path), received: show(value), ...hint };
}

function section(path: readonly PropertyKey[]): Hint {
  const schema = schemaAt(path);
  return {
    expected: schema instanceof z.ZodArray ? 'a list' : 'an object',
    fix: `write ${String(schema.meta()?.example)}`,
  };
}

/** Names the key but not its value, which may be a secret that was never meant to be here. */
function unknownKey(path: readonly PropertyKey[], key: string): Mistake {
  const known = Object.keys((schemaAt(path) as z.ZodObject).shape);
  const meant = nearest(key, known);
  const homes = sectionsWith(key);
  const fix = meant
    ? `write '${meant}', if that is what was meant`
    : homes.length > 0
      ? `move it to ${homes.join(' or ')}, or remove it`
      : 'remove it';
  return {
    path: showPath([...path, key]),
    received: `the unknown key ${show(key)}`,
    expected: known.join(', '),
    fix,
  };
}

function schemaAt(path: readonly PropertyKey[]): z.ZodType {
  return path.reduce<z.ZodType>(
    (schema, step) => unwrap(schema instanceof z.ZodArray ? schema.element : property(schema, String(step))),
    distributionSettings,
  );
}

function property(schema: z.ZodType, name: string): z.core.$ZodType {
  return (schema as z.ZodObject<Record<string, z.core.$ZodType>>).shape[name];
}

function sectionsWith(key: string, schema: z.ZodType = distributionSettings, path = ''): string[] {
  if (schema instanceof z.ZodArray) return sectionsWith(key, unwrap(schema.element), `${path}[]`);
  if (!(schema instanceof z.ZodObject)) return [];
  const here = Object.hasOwn(schema.shape, key) ? [path || 'the top level'] : [];
  const below = Object.entries<z.core.$ZodType>(schema.shape).flatMap(([name, inner]) =>
    sectionsWith(key, unwrap(inner), path ? `${path}.${name}` : name),
  );
  return [...here, ...below];
}

/** What a value is that may be left out. */
function unwrap(schema: z.core.$ZodType): z.ZodType {
  const isOpen = [z.ZodOptional, z.ZodDefault, z.ZodPrefault].some((type) => schema instanceof type);
  return isOpen ? unwrap((schema as z.ZodOptional).unwrap()) : (schema as z.ZodType);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner, step) => (inner as Record<PropertyKey, unknown>)?.[step], value);
}

function without(value: unknown, mistaken: ReadonlySet<string>, path: readonly PropertyKey[]): unknown {
  if (mistaken.has(showPath(path))) return undefined;
  if (Array.isArray(value)) return value.map((inner, index) => without(inner, mistaken, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, without(inner, mistaken, [...path, key])]),
  );
}
