import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { Distribution, STAGE_NAMES } from '../lib/config';
import { readAllStacks } from './pipeline-stack';

const OUTPUT = 'ImageRepositoryArn';

/**
 * Prints the registries of an image for make, as `registries.mk` of the image's repository.
 *
 * @throws Error when there is no such image, or one of its stacks is not in this account
 */
export async function showRegistries(imageName: string, { images }: Distribution): Promise<void> {
  if (!images.some(({ name }) => name === imageName)) {
    const names = images.map(({ name }) => name).join(', ');
    throw new Error(`there is no image '${imageName}', expected one of ${names}: see distribution.config.ts`);
  }
  const client = new CloudFormationClient({});
  const stacks = await readAllStacks(client);
  const lines = STAGE_NAMES.map((stageName) => {
    const stack = stacks.find(({ StackName }) => StackName === `${imageName}${stageName}`);
    const arn = stack?.Outputs?.find(({ OutputKey }) => OutputKey === OUTPUT)?.OutputValue;
    if (arn) return `${stageName.toUpperCase()} := ${arn}`;
    throw new Error(
      `the stack ${imageName}${stageName} with the output ${OUTPUT} is not in this account and region, expected it there: release the image first, or say the profile of the account`,
    );
  });
  console.log(
    [`# The registries of ${imageName}, as \`npm run registries\` printed them.`, ...lines].join('\n'),
  );
}
