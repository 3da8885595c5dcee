/** Characters of a value that are shown; the rest is what a diff of the templates is for. */
const MAX_SHOWN = 120;

/** A value as text: a text as it is, anything else as JSON. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A value of a template, short enough for a sentence. */
export function shown(value: unknown, maxCharacters = MAX_SHOWN): string {
  const text = value === undefined ? 'nothing' : asText(value);
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1)}…`;
}

/** Characters before the first one that differs, where two values are long. */
const CONTEXT = 20;

/** That one value takes the place of another, of long ones what is different. */
export function inPlace(is: unknown, was: unknown): string {
  const [now, old] = [is, was].map((value) => (value === undefined ? 'nothing' : asText(value)));
  let same = 0;
  while (same < now.length && now[same] === old[same]) same++;
  const start =
    same >= MAX_SHOWN - CONTEXT && Math.max(now.length, old.length) > MAX_SHOWN ? same - CONTEXT : 0;
  const [one, other] = [now, old].map((text) => (start === 0 ? '' : '…') + shown(text.slice(start)));
  return `${one} in place of ${other}`;
}

/** Whether two values are the same, in whatever order their properties stand. */
export function isSame(one: unknown, other: unknown): boolean {
  return (
    one === other || JSON.stringify(one) === JSON.stringify(other) || canonical(one) === canonical(other)
  );
}

/** An object without some of its properties. */
export function without(
  object: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** Properties that differ between two objects. */
export function differing(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly was: unknown; readonly is: unknown }[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names
    .filter((name) => !isSame(one[name], other[name]))
    .map((name) => ({ name, was: one[name], is: other[name] }));
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : Number(a > b))))
      : item,
  );
}
