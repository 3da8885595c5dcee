import type { Distribution } from '../../../lib/config';

/** A configuration that does not run, or is none. */
class BrokenConfigurationError extends Error {
  override readonly name = 'BrokenConfigurationError';
}

/** Where an error was made, if that is in the configuration itself. */
const PLACE = /^.*\n +at .*(distribution\.config\.ts:\d+:\d+)\)?(\n|$)/;

/**
 * Runs `distribution.config.ts`.
 *
 * @throws ConfigurationError when it is mistaken
 * @throws BrokenConfigurationError when it does not run, or exports nothing
 */
export async function readConfiguration(): Promise<Distribution> {
  const { distribution } = await importConfiguration();
  if (distribution) return distribution;
  throw new BrokenConfigurationError(
    'distribution.config.ts exports no default, expected a distribution: write export default defineDistribution({ … })',
  );
}

async function importConfiguration(): Promise<{ readonly distribution?: Distribution }> {
  try {
    return await import('./configuration.js');
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const place = PLACE.exec(stack)?.[1];
    if (!place) throw error;
    const said = `${place}: ${message}, expected TypeScript that runs; 'npm run types' says what is wrong`;
    throw new BrokenConfigurationError(said, { cause: error });
  }
}
