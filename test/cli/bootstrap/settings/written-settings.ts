import { Flags } from '../../../../cli/bootstrap/settings/flags';
import { readSettings } from '../../../../cli/bootstrap/settings/read-settings';
import { ConfigurationError } from '../../../../lib/config';

export const NO_FLAGS: Flags = { stages: {}, identityProviders: {} };

/** A configuration in which the argument of `defineDistribution` is written like this. */
export function written(argument: string): string {
  return `import { defineDistribution } from './lib/config';\n\nexport default defineDistribution(${argument});\n`;
}

export function read(argument: string, flags: Partial<Flags> = {}) {
  return readSettings(written(argument), { ...NO_FLAGS, ...flags });
}

export function refusal(text: string, flags: Partial<Flags> = {}): ConfigurationError {
  try {
    readSettings(text, { ...NO_FLAGS, ...flags });
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error(`no mistake was found, expected one in:\n${text}`);
}

/** What a mistake says but for what was expected, by its path. */
export function refused(argument: string, flags: Partial<Flags> = {}): Record<string, [string, string]> {
  const { mistakes } = refusal(written(argument), flags);
  return Object.fromEntries(mistakes.map(({ path: where, received, fix }) => [where, [received, fix]]));
}
