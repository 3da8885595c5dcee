import { RegistryArn } from '../shared/registry-arns';

/** The registries of an image for make, as `registries.mk` of the image's repository. */
export function showRegistries(imageName: string, registries: readonly RegistryArn[]): string {
  return [
    `# The registries of ${imageName}, as \`npm run registries\` printed them.`,
    ...registries.flatMap(({ stageName, arn, isElsewhere }) => [
      ...(isElsewhere ? ['# In another account, so this is what the configuration says:'] : []),
      `${stageName.toUpperCase()} := ${arn}`,
    ]),
  ].join('\n');
}
