import { ECRClient, paginateDescribeImages } from '@aws-sdk/client-ecr';
import { LocalAccount } from '../../emulators/account/local-account';
import { RehearsalDirectory } from '../runner/directory/rehearsal-directory';
import { Skopeo } from './skopeo';

/** An image of a repository, or an index of images. */
export interface Image {
  readonly digest: string;

  /** In alphabetical order; an image without any is reached by its digest only. */
  readonly tags: readonly string[];
}

/** All images of a repository, archived ones too, in the order of their digests. */
export async function readImages(account: LocalAccount, repositoryName: string): Promise<Image[]> {
  const client = new ECRClient(account.sdk());
  const images: Image[] = [];
  // Without the filter ECR leaves archived images out, and their loss would not be noticed.
  const request = { repositoryName, filter: { imageStatus: 'ANY' } } as const;
  for await (const { imageDetails = [] } of paginateDescribeImages({ client }, request)) {
    for (const { imageDigest = '', imageTags = [] } of imageDetails) {
      images.push({ digest: imageDigest, tags: [...imageTags].sort() });
    }
  }
  return images.sort((a, b) => a.digest.localeCompare(b.digest));
}

/**
 * Tags that one list of images has and another has not.
 *
 * A tag that both have stays in the other as it is, whatever it names there: it may have been pushed since, and
 * tags of Master and Release cannot be pushed again.
 */
export function missingTags(from: readonly Image[], to: readonly Image[]): string[] {
  const there = new Set(to.flatMap(({ tags }) => tags));
  return from.flatMap(({ tags }) => tags).filter((tag) => !there.has(tag));
}

/** Digests that one list of images has and another has not. */
export function missingDigests(from: readonly Image[], to: readonly Image[]): string[] {
  const there = new Set(to.map(({ digest }) => digest));
  return from.map(({ digest }) => digest).filter((digest) => !there.has(digest));
}

/**
 * Copies what one repository has and another has not; returns how many copies that took.
 *
 * Tags come first: with the tag of an index come all its images, which have none themselves.
 */
export async function copyImages(
  account: LocalAccount,
  directory: RehearsalDirectory,
  from: string,
  to: string,
): Promise<number> {
  const skopeo = new Skopeo(account, directory);
  let copies = 0;
  for (const [separator, missing] of [
    [':', missingTags],
    ['@', missingDigests],
  ] as const) {
    for (const name of missing(await readImages(account, from), await readImages(account, to))) {
      const [source, copy] = [from, to].map((repository) => skopeo.image(`${repository}${separator}${name}`));
      await skopeo.copy(source, copy);
      copies += 1;
    }
  }
  return copies;
}
