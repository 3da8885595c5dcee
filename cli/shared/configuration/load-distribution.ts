import { Distribution, warningsOf } from '../../../lib/config';

/**
 * Loads the configuration, and has AWS asked in the pipeline's region.
 *
 * @throws ConfigurationError when it is mistaken
 */
export async function loadDistribution(): Promise<Distribution> {
  const { distribution } = await import('./configuration.js');
  if (distribution.pipeline.region) process.env.AWS_REGION = distribution.pipeline.region;
  // Not on standard output, which may be a policy or a makefile.
  for (const warning of warningsOf(distribution)) console.error(warning);
  return distribution;
}
