import { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, ImageConfig, StageName } from '../../../lib/config';
import { readStageStacks } from '../../shared/stage-stacks';
import { registryStack } from '../../../lib/names';

/** An environment of an image's repository as it is to be. */
export interface WantedEnvironment {
  readonly image: ImageConfig;
  readonly repository: string;
  readonly name: string;
  readonly stageName: StageName;

  /** ARN of the registry that its jobs push to. */
  readonly registryArn: string;

  /** By their names. */
  readonly secrets: Readonly<Record<string, string>>;

  /** When their values last changed, at the latest. */
  readonly changed: Date;
}

/** Secrets, with the outputs of the image's stack that they hold. */
const OUTPUTS = {
  AWS_DEFAULT_REGION: 'GitHubRegion',
  AWS_GITHUB_ROLE_ARN: 'GitHubRoleArn',
  AWS_ECR_REGISTRY_ARN: 'ImageRepositoryArn',
};

/** Environments, and the stages whose stacks are in other accounts. */
export interface WantedEnvironments {
  readonly environments: readonly WantedEnvironment[];
  readonly elsewhere: readonly StageName[];
}

/**
 * The environments of the images, with their secrets from the outputs of the stacks.
 *
 * @throws Error when a stack is not there, or none of the stages is in the caller's account, or two images have one
 * repository
 */
export async function wantedEnvironments(
  distribution: Distribution,
  images: readonly ImageConfig[],
  stageNames: readonly StageName[],
): Promise<WantedEnvironments> {
  expectOwnRepositories(distribution, images);
  const { here, elsewhere } = await readStageStacks(distribution, stageNames);
  const environments = images
    .filter(({ retired }) => !retired)
    .flatMap((image) =>
      [...here].map(([stageName, stacks]) => {
        const stack = findStack(stacks, registryStack(image.name, stageName));
        const outputs = (stack.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue] as const);
        const secrets = secretsOf(stack, new Map(outputs));
        return {
          image,
          repository: repositoryOf(image),
          name: distribution.stages[stageName].environment,
          stageName,
          registryArn: secrets.AWS_ECR_REGISTRY_ARN,
          secrets,
          changed: stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(),
        };
      }),
    );
  return { environments, elsewhere };
}

/**
 * The environments of a repository have the secrets of one image, under the names that the workflows take.
 *
 * AWS has nothing against two: each has a push role and registries of its own. So the configuration takes them, for
 * workflows that somebody writes for it, and only what cannot be told apart here is refused. All images count, not
 * those alone that are set up now: the second would take the place of the first.
 */
function expectOwnRepositories(distribution: Distribution, images: readonly ImageConfig[]): void {
  for (const image of images.filter(({ retired }) => !retired)) {
    const repository = repositoryOf(image);
    const builtThere = distribution.images.filter((one) => !one.retired && repositoryOf(one) === repository);
    if (builtThere.length > 1) {
      throw new Error(
        `${builtThere.map(({ name }) => name).join(' and ')} are all built by ${repository}, whose environments hold the secrets of one image, expected a repository for each: give each its own in distribution.config.ts, or say retired: true of those that are not built any more`,
      );
    }
  }
}

function repositoryOf({ github }: ImageConfig): string {
  return `${github.owner}/${github.repository}`;
}

function findStack(stacks: readonly Stack[], name: string): Stack {
  const stack = stacks.find(({ StackName }) => StackName === name);
  if (stack) return stack;
  throw new Error(
    `there is no stack ${name} in this account and region, expected it there: release the image first, or say --profile of its account`,
  );
}

function secretsOf(
  { StackName }: Stack,
  outputs: ReadonlyMap<string | undefined, string | undefined>,
): Record<keyof typeof OUTPUTS, string> {
  const entries = Object.entries(OUTPUTS).map(([secret, output]) => {
    const value = outputs.get(output);
    if (value) return [secret, value] as const;
    throw new Error(`the stack ${StackName} has no output ${output}, expected it: wait for its deployment`);
  });
  return Object.fromEntries(entries) as Record<keyof typeof OUTPUTS, string>;
}
