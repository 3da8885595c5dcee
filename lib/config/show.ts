import { inspect } from 'node:util';
import { unmistakable } from './fields/look-alikes';

/** A value on one line, not too long and with nothing in it that is hidden or looks like something else. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = inspect(value, {
    depth: 1,
    breakLength: Infinity,
    customInspect: false,
    maxArrayLength: 3,
    maxStringLength: 80,
  }).replace(/\s*\n\s*/g, ' ');
  return text.length > 160 ? `${unmistakable(text.slice(0, 160))}…` : unmistakable(text);
}

/** A path as it is written in TypeScript: `images[0].name`. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(String(step))) return `${before}[${show(step)}]`;
    return before ? `${before}.${String(step)}` : String(step);
  }, '');
}
