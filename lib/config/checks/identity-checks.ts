import type { Mistake } from '../configuration-error';
import type { DistributionInput } from '../settings/distribution-settings';
import type { ImageInput } from '../settings/image-settings';
import type { Sound } from '../parse';
import { show } from '../show';

type Images = NonNullable<Sound<DistributionInput>['images']>;

/** What GitHub gives an id: a repository, and its owner. */
interface Kind {
  readonly noun: string;
  readonly key: 'ownerId' | 'repositoryId';

  /** What of `owner/name` is its name. */
  readonly nameIn: (repository: string) => string;

  /** Where the id is in GitHub's answer. */
  readonly jq: string;
}

const KINDS: readonly Kind[] = [
  { noun: 'owner', key: 'ownerId', nameIn: (repository) => repository.split('/')[0], jq: '.owner.id' },
  { noun: 'repository', key: 'repositoryId', nameIn: (repository) => repository, jq: '.id' },
];

/** What an image says of its repository, or of the owner. */
interface Said {
  readonly index: number;
  readonly repository: string;
  readonly name: string;
  readonly id?: number;
}

/**
 * Where images contradict one another about repositories and their owners.
 *
 * GitHub gives no id twice, and AWS compares names letter by letter: of two answers one lets nobody push, or somebody
 * else. A retired image is left alone: its repository may be gone, and the name have a new owner.
 */
export function checkIdentities(images: Images): Mistake[] {
  const mistakes = KINDS.flatMap((kind) => {
    const said = images.flatMap((image, index) => (image?.retired ? [] : saidBy(image, index, kind)));
    return said.flatMap((one, position) => contradictions(one, said.slice(0, position), kind).slice(0, 1));
  });
  // An owner that is spelt otherwise makes all of the repository's name so.
  return mistakes.filter(({ path }, index) => mistakes.findIndex((one) => one.path === path) === index);
}

function saidBy(image: Sound<ImageInput> | undefined, index: number, { key, nameIn }: Kind): Said[] {
  const repository = image?.repository;
  return repository === undefined ? [] : [{ index, repository, name: nameIn(repository), id: image?.[key] }];
}

/** From the plainest to the least obvious: the first is told. */
function contradictions(one: Said, before: readonly Said[], { noun, key, jq }: Kind): Mistake[] {
  const { index, repository, name, id } = one;
  const isSame = (other: Said) => other.name.toLowerCase() === name.toLowerCase();
  const spelt = before.find((other) => isSame(other) && other.name !== name);
  const otherId = before.find((other) => isSame(other) && other.id !== undefined && other.id !== id);
  const otherName = before.find((other) => !isSame(other) && other.id === id);
  const command = (of: string) => `\`gh api repos/${of} --jq ${jq}\``;
  const ids = { path: `images[${index}].${key}`, received: show(id) };
  return [
    ...(spelt
      ? [
          {
            path: `images[${index}].repository`,
            received: show(repository),
            expected: `the ${noun} spelt as in images[${spelt.index}] (${show(spelt.name)}): AWS compares names letter by letter, so that one of them could not push`,
            fix: `write it in both as \`gh api repos/${repository} --jq .full_name\` prints it`,
          },
        ]
      : []),
    ...(id !== undefined && otherId
      ? [
          {
            ...ids,
            expected: `the id that images[${otherId.index}] has (${otherId.id}), which is of the same ${noun} ${show(name)}`,
            fix: `write in both what ${command(repository)} prints`,
          },
        ]
      : []),
    ...(id !== undefined && otherName
      ? [
          {
            ...ids,
            expected: `another id than that of images[${otherName.index}], whose ${noun} is ${show(otherName.name)} and not ${show(name)}: GitHub gives no id twice`,
            fix: `write what ${command(repository)} and ${command(otherName.repository)} print`,
          },
        ]
      : []),
  ];
}
