import type { Hint } from '../configuration-error';
import { kebabCase, pascalCase } from '../names';
import { nearest } from './nearest';
import { show } from '../show';

/** Judges one value: nothing to say means that it is right. */
export type Check = (value: unknown) => Hint | undefined;

/**
 * The longest name of an image, in characters.
 *
 * Its action in the pipeline, `<name>Development.Deploy`, has to keep within CodePipeline's 100, its stack
 * within CloudFormation's 128, and its repository within ECR's 256, where each capital may cost a hyphen.
 * 64 leaves room in all three, also for a change set's `.Prepare`.
 */
const MAX_IMAGE_NAME_LENGTH = 64;

const DISTRIBUTION_NAME = /^(?=.{2,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const IMAGE_NAME = /^[A-Z][A-Za-z0-9]*$/;

/** Inside a stage, the names of the stacks that are no image's. */
const RESERVED_IMAGE_NAMES: Readonly<Record<string, string>> = {
  FindingNotices: 'what tells of findings',
  IdentityProvider: "GitHub's identity provider",
  SharedGroups: 'the groups that images may share',
};

export const distributionName: Check = (value) => {
  if (typeof value === 'string' && DISTRIBUTION_NAME.test(value)) return undefined;
  const kebab = typeof value === 'string' ? kebabCase(value).replace(/[^a-z0-9]+/g, '-') : '';
  return {
    expected: 'a name of 2 to 32 lowercase letters, digits and single hyphens that begins with a letter',
    fix: DISTRIBUTION_NAME.test(kebab) ? `write '${kebab}'` : "choose one such as 'slipway', or leave it out",
  };
};

export const imageName: Check = (value) => {
  const name = typeof value === 'string' ? value : '';
  if (!IMAGE_NAME.test(name)) {
    const pascal = pascalCase(name);
    return {
      expected: 'a PascalCase name: letters and digits, the first a capital',
      fix:
        IMAGE_NAME.test(pascal) && imageName(pascal) === undefined
          ? `write '${pascal}'`
          : "write one such as 'SampleImage'",
    };
  }
  if (name.length > MAX_IMAGE_NAME_LENGTH) {
    return {
      expected: `at most ${MAX_IMAGE_NAME_LENGTH} characters, not ${name.length}: stacks, the pipeline's actions and repositories are named after it`,
      fix: 'shorten it',
    };
  }
  if (Object.hasOwn(RESERVED_IMAGE_NAMES, name)) {
    return {
      expected: `a name other than ${name}, which the stack of ${RESERVED_IMAGE_NAMES[name]} has`,
      fix: `choose another, such as '${name}Image'`,
    };
  }
  return undefined;
};

export const flag: Check = (value) =>
  typeof value === 'boolean'
    ? undefined
    : { expected: 'true or false', fix: 'write true or false, without quotes' };

/** One of a few words. */
export function oneOf(...words: readonly string[]): Check {
  return (value) => {
    if (typeof value === 'string' && words.includes(value)) return undefined;
    const meant = typeof value === 'string' ? nearest(value, words) : undefined;
    const expected = words.map((word) => `'${word}'`).join(' or ');
    return { expected, fix: meant ? `write '${meant}'` : `write ${expected}, or leave it out` };
  };
}

/** A whole number of days, `least` or more. */
export function days(least: number, why = ''): Check {
  return (value) => {
    if (Number.isSafeInteger(value) && (value as number) >= least) return undefined;
    return { expected: `a whole number of days, ${least} or more${why}`, fix: daysFix(value, least) };
  };
}

function daysFix(value: unknown, least: number): string {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
  return number !== undefined && number >= least
    ? `write ${number} without quotes`
    : `write ${show(least)} or more, or leave it out`;
}
