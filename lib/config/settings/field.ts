import { z } from 'zod';
import { Check, flag, oneOf } from '../fields/fields';

/** The types that are inferred from a schema, with every property and list of theirs read-only. */
export type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** A value that a check judges, so that its mistakes come with a hint. */
function field<T>(check: Check) {
  return z.custom<T>().superRefine((value, context) => {
    const hint = check(value);
    if (hint) context.addIssue({ code: 'custom', params: { hint } });
  });
}

export const text = (check: Check) => field<string>(check);
export const number = (check: Check) => field<number>(check);
export const yesOrNo = () => field<boolean>(flag);

/** One of a few words. */
export function word<const Words extends readonly string[]>(...words: Words) {
  return field<Words[number]>(oneOf(...words));
}
