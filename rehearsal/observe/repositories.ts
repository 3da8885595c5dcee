import {
  DescribeImagesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  LifecyclePolicyNotFoundException,
  paginateDescribeRepositories,
} from '@aws-sdk/client-ecr';
import { LocalAccount } from '../../emulators/account/local-account';

/** A repository of the account, with what can be seen to have changed in it. */
export interface RepositoryState {
  readonly name: string;
  readonly created: string;
  readonly tagMutability: string;
  readonly encryption: string;

  /** Its lifecycle policy; empty if it has none. */
  readonly lifecycle: string;

  /** Digests of its images. */
  readonly images: readonly string[];
}

/** All repositories of the account, in the order of their names. */
export async function readRepositories(account: LocalAccount): Promise<RepositoryState[]> {
  const client = new ECRClient(account.sdk());
  const states: RepositoryState[] = [];
  for await (const { repositories = [] } of paginateDescribeRepositories({ client }, {})) {
    for (const repository of repositories) {
      const { repositoryName = '', createdAt, imageTagMutability = '', encryptionConfiguration } = repository;
      const { imageDetails = [] } = await client.send(new DescribeImagesCommand({ repositoryName }));
      states.push({
        name: repositoryName,
        created: createdAt?.toISOString() ?? '',
        tagMutability: imageTagMutability,
        encryption: encryptionConfiguration?.encryptionType ?? '',
        lifecycle: await lifecycleOf(client, repositoryName),
        images: imageDetails.map(({ imageDigest = '' }) => imageDigest).sort(),
      });
    }
  }
  return states.sort((a, b) => a.name.localeCompare(b.name));
}

async function lifecycleOf(client: ECRClient, repositoryName: string): Promise<string> {
  try {
    return (await client.send(new GetLifecyclePolicyCommand({ repositoryName }))).lifecyclePolicyText ?? '';
  } catch (error) {
    if (error instanceof LifecyclePolicyNotFoundException) return '';
    throw error;
  }
}
