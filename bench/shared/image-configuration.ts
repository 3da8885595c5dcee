import type { DistributionInput, Groups } from '../../lib/config';

/** How many images there are, who shares their groups, and in how many accounts their stages are. */
export interface ImageConfiguration {
  readonly images: number;
  readonly groups: Groups;

  /** Whether each stage has an account of its own, or all are in the pipeline's. */
  readonly severalAccounts: boolean;
}

const SEVERAL_ACCOUNTS = {
  pipeline: { account: '111111111111', region: 'eu-west-1' },
  stages: {
    Development: { account: '222222222222' },
    Master: { account: '333333333333' },
    Release: { account: '444444444444' },
  },
};

/** The configuration of a distribution of so many images, of which nothing else is special. */
export function imageConfiguration({
  images,
  groups,
  severalAccounts,
}: ImageConfiguration): DistributionInput {
  return {
    source: { repository: 'your-org/image-distribution' },
    ...(severalAccounts ? SEVERAL_ACCOUNTS : {}),
    groups,
    images: Array.from({ length: images }, (_, index) => ({
      name: imageName(index),
      repository: `your-org/${imageName(index)}`,
      ownerId: 1234567,
      repositoryId: 89012345 + index,
    })),
  };
}

/** Names as long as those of the sample image. */
function imageName(index: number): string {
  return `SampleImage${String(index + 1).padStart(3, '0')}`;
}

/** What `distribution.config.ts` says then. */
export function configurationFile(
  configuration: ImageConfiguration,
  changes: Partial<DistributionInput> = {},
): string {
  const text = JSON.stringify({ ...imageConfiguration(configuration), ...changes }, undefined, 2);
  return `import { defineDistribution } from './lib/config';\n\nexport default defineDistribution(${text});\n`;
}

/** How tables call it. */
export function title({ images, groups, severalAccounts }: ImageConfiguration): string {
  return `${images}, ${groups}${severalAccounts ? ', 4 accounts' : ''}`;
}
