import { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, STAGE_NAMES, StageName } from '../../lib/config';
import { registryStack, repositoryName } from '../../lib/names';
import { chooseImages } from './images';
import { readStageStacks } from './stage-stacks';

const OUTPUT = 'ImageRepositoryArn';

/** Where an image is in a stage. */
export interface RegistryArn {
  readonly imageName: string;
  readonly stageName: StageName;
  readonly arn: string;

  /** Whether its account could not be asked, so that the configuration alone says it. */
  readonly isElsewhere: boolean;
}

/**
 * The registries of images: as the outputs of their stacks say, or for other accounts as the configuration does.
 *
 * @param imageNames The images. @default - all that are not retired
 * @throws Error when there is no such image, or one of its stacks is missing in this account
 */
export async function readRegistryArns(
  distribution: Distribution,
  imageNames: readonly string[],
): Promise<RegistryArn[]> {
  const chosen = chooseImages(distribution, imageNames);
  const images = imageNames.length > 0 ? chosen : chosen.filter(({ retired }) => !retired);
  const { here, partition } = await readStageStacks(distribution);
  return images.flatMap((image) =>
    STAGE_NAMES.map((stageName) => {
      const stacks = here.get(stageName);
      const { account, region } = distribution.stages[stageName];
      const name = repositoryName(distribution.name, image, stageName);
      return {
        imageName: image.name,
        stageName,
        arn: stacks
          ? arnOf(stacks, registryStack(image.name, stageName))
          : `arn:${partition}:ecr:${region}:${account}:repository/${name}`,
        isElsewhere: !stacks,
      };
    }),
  );
}

function arnOf(stacks: readonly Stack[], name: string): string {
  const stack = stacks.find(({ StackName }) => StackName === name);
  const arn = stack?.Outputs?.find(({ OutputKey }) => OutputKey === OUTPUT)?.OutputValue;
  if (arn) return arn;
  throw new Error(
    `the stack ${name} with the output ${OUTPUT} is not in this account and region, expected it there: release the image first, or say the profile of the account`,
  );
}
