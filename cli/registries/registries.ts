import { Distribution } from '../../lib/config';
import { readRegistryArns } from '../shared/registry-arns';

/** Prints the registries of an image for make, as `registries.mk` of the image's repository. */
export async function showRegistries(imageName: string, distribution: Distribution): Promise<void> {
  const registries = await readRegistryArns(distribution, [imageName]);
  console.log(`# The registries of ${imageName}, as \`npm run registries\` printed them.`);
  for (const { stageName, arn, isElsewhere } of registries) {
    if (isElsewhere) console.log('# In another account, so this is what the configuration says:');
    console.log(`${stageName.toUpperCase()} := ${arn}`);
  }
}
