import { imageConfiguration } from '../../../bench/shared/image-configuration';
import { defineDistribution } from '../../../lib/config';

describe('configurations that are measured', () => {
  test.each([
    { images: 1, groups: 'per-image', severalAccounts: false },
    { images: 100, groups: 'shared', severalAccounts: false },
    { images: 100, groups: 'per-image', severalAccounts: true },
  ] as const)('$images images, $groups, several accounts $severalAccounts, are right', (configuration) => {
    const { images, groups, stages, pipeline } = defineDistribution(imageConfiguration(configuration));
    expect(images).toHaveLength(configuration.images);
    expect(groups).toBe(configuration.groups);
    const accounts = new Set([pipeline, ...Object.values(stages)].map(({ account }) => account));
    expect(accounts.size).toBe(configuration.severalAccounts ? 4 : 1);
  });
});
