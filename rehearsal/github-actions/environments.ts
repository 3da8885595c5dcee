import { StageName } from '../../lib/config';
import { Registry } from '../permissions/registries';
import { StackState } from '../observe/stacks';
import { Environment } from './github-repository';

/** What `npm run github` sets up in the image's repository, by its stage. */
export type StageEnvironments = Readonly<Record<StageName, Environment>>;

/** The three environments of the image's repository, with the secrets that the README names. */
export function environmentsOf(
  registries: readonly Registry[],
  stacks: ReadonlyMap<string, StackState>,
  defaultBranch: string,
  review: Environment['review'],
): StageEnvironments {
  const of = (stageName: StageName): Environment => {
    const { stackName } = registries.find((one) => one.stageName === stageName) as Registry;
    const outputs = stacks.get(stackName)?.outputs ?? {};
    return {
      branch: stageName === 'Development' ? undefined : defaultBranch,
      review: stageName === 'Release' ? review : undefined,
      secrets: {
        AWS_DEFAULT_REGION: outputs.GitHubRegion,
        AWS_GITHUB_ROLE_ARN: outputs.GitHubRoleArn,
        AWS_ECR_REGISTRY_ARN: outputs.ImageRepositoryArn,
      },
    };
  };
  return { Development: of('Development'), Master: of('Master'), Release: of('Release') };
}
