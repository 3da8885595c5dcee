import { Distribution, warningsOf } from '../../../lib/config';

/**
 * Loads the configuration, and has AWS asked in the pipeline's region.
 *
 * @throws ConfigurationError when it is mistaken
 * @throws Error when it does not run, or exports nothing
 */
export async function loadDistribution(): Promise<Distribution> {
  const { distribution } = await loadConfiguration();
  if (!distribution) {
    throw new Error(
      'distribution.config.ts exports no default, expected a distribution: write export default defineDistribution({ … })',
    );
  }
  if (distribution.pipeline.region) process.env.AWS_REGION = distribution.pipeline.region;
  // Not on standard output, which may be a policy or a makefile.
  for (const warning of warningsOf(distribution)) console.error(warning);
  return distribution;
}

/** Where the error was made, if that is in the configuration itself. */
const PLACE = /^.*\n +at .*(distribution\.config\.ts:\d+:\d+)\)?(\n|$)/;

async function loadConfiguration(): Promise<{ readonly distribution?: Distribution }> {
  try {
    return await import('./configuration.js');
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const place = PLACE.exec(stack)?.[1];
    if (!place) throw error;
    const said = `${place}: ${message}, expected TypeScript that runs; 'npm run types' says what is wrong`;
    throw new Error(said, { cause: error });
  }
}
