import { Distribution, warningsOf } from '../../../lib/config';
import { readConfiguration } from './read-configuration';

/**
 * Loads the configuration, and has AWS asked in the pipeline's region.
 *
 * @throws ConfigurationError when it is mistaken
 * @throws BrokenConfigurationError when it does not run, or exports nothing
 */
export async function loadDistribution(): Promise<Distribution> {
  const distribution = await readConfiguration();
  if (distribution.pipeline.region) process.env.AWS_REGION = distribution.pipeline.region;
  // Not on standard output, which may be a policy or a makefile.
  for (const warning of warningsOf(distribution)) console.error(warning);
  return distribution;
}
