import { StageName } from '../../lib/config';
import { Registry } from '../permissions/registries';
import { StackState } from '../observe/stacks';
import { Environment } from './github-repository';

/** The three environments of the image's repository, with the secrets that the README names. */
export function environmentsOf(
  registries: readonly Registry[],
  stacks: ReadonlyMap<string, StackState>,
  review: Environment['review'],
): Readonly<Record<StageName, Environment>> {
  const of = (stageName: StageName): Environment => {
    const { stackName } = registries.find((one) => one.stageName === stageName) as Registry;
    const outputs = stacks.get(stackName)?.outputs ?? {};
    return {
      branch: stageName === 'Development' ? undefined : 'master',
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
