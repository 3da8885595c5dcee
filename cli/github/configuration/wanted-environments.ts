import { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, ImageConfig, StageName } from '../../../lib/config';
import { readStageStacks } from '../../shared/stage-stacks';
import { registryStack } from '../../../lib/names';

/** An environment of an image's repository as it is to be. */
export interface WantedEnvironment {
  readonly repository: string;
  readonly name: string;
  readonly stageName: StageName;

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
  expectOwnRepositories(images);
  const { here, elsewhere } = await readStageStacks(distribution, stageNames);
  const environments = images
    .filter(({ retired }) => !retired)
    .flatMap(({ name, github }) =>
      [...here].map(([stageName, stacks]) => {
        const stack = findStack(stacks, registryStack(name, stageName));
        const outputs = (stack.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue] as const);
        return {
          repository: `${github.owner}/${github.repository}`,
          name: distribution.stages[stageName].environment,
          stageName,
          secrets: secretsOf(stack, new Map(outputs)),
          changed: stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(),
        };
      }),
    );
  return { environments, elsewhere };
}

/** The secrets of an environment are those of one image. */
function expectOwnRepositories(images: readonly ImageConfig[]): void {
  const builders = new Map<string, string>();
  for (const { name, github, retired } of images) {
    if (retired) continue;
    const repository = `${github.owner}/${github.repository}`;
    const other = builders.get(repository);
    if (other) {
      throw new Error(
        `${other} and ${name} are both built by ${repository}, whose environments have the secrets of one image, expected a repository for each: set up one of them, 'npm run github -- ${other}', and give the other secrets of its own by hand`,
      );
    }
    builders.set(repository, name);
  }
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
): Record<string, string> {
  const entries = Object.entries(OUTPUTS).map(([secret, output]) => {
    const value = outputs.get(output);
    if (value) return [secret, value] as const;
    throw new Error(`the stack ${StackName} has no output ${output}, expected it: wait for its deployment`);
  });
  return Object.fromEntries(entries);
}
