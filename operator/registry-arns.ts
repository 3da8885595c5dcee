import { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, ImageConfig, STAGE_NAMES, StageName } from '../lib/config';
import { readAllStacks } from './pipeline-stack';

const OUTPUT = 'ImageRepositoryArn';

/** Where an image is in a stage. */
export interface RegistryArn {
  readonly imageName: string;
  readonly stageName: StageName;
  readonly arn: string;
}

/**
 * The registries of images, as the outputs of their stacks say.
 *
 * @param imageNames The images. @default - all that are not retired
 * @throws Error when there is no such image, or one of its stacks is not in this account
 */
export async function readRegistryArns(
  { images }: Distribution,
  imageNames: readonly string[],
): Promise<RegistryArn[]> {
  const chosen = imageNames.length > 0 ? imageNames : images.filter(isInUse).map(({ name }) => name);
  for (const imageName of chosen) expectImage(imageName, images);
  const stacks = await readAllStacks(new CloudFormationClient({}));
  return chosen.flatMap((imageName) =>
    STAGE_NAMES.map((stageName) => ({
      imageName,
      stageName,
      arn: arnOf(stacks, `${imageName}${stageName}`),
    })),
  );
}

function isInUse({ retired }: ImageConfig): boolean {
  return !retired;
}

function expectImage(imageName: string, images: readonly ImageConfig[]): void {
  if (images.some(({ name }) => name === imageName)) return;
  const names = images.map(({ name }) => name).join(', ');
  throw new Error(`there is no image '${imageName}', expected one of ${names}: see distribution.config.ts`);
}

function arnOf(stacks: readonly Stack[], name: string): string {
  const stack = stacks.find(({ StackName }) => StackName === name);
  const arn = stack?.Outputs?.find(({ OutputKey }) => OutputKey === OUTPUT)?.OutputValue;
  if (arn) return arn;
  throw new Error(
    `the stack ${name} with the output ${OUTPUT} is not in this account and region, expected it there: release the image first, or say the profile of the account`,
  );
}
