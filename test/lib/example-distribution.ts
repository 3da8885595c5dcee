import { defineDistribution, Distribution, DistributionInput } from '../../lib/config';

/** A distribution of one image, with whatever a test wants to be different. */
export function exampleDistribution(changes: Partial<DistributionInput> = {}): Distribution {
  return defineDistribution({
    source: { repository: 'your-org/image-distribution' },
    images: [
      { name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 1234567, repositoryId: 89012345 },
    ],
    ...changes,
  });
}
