import type { ImageConfig, StageName } from './config';

/** Name of a repository, such as `slipway/sample-image/release`. */
export function repositoryName(
  distributionName: string,
  image: Pick<ImageConfig, 'repositoryName'>,
  stageName: StageName,
): string {
  return `${distributionName}/${image.repositoryName}/${stageName.toLowerCase()}`;
}
