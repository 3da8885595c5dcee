import type { Mistake } from '../configuration-error';
import type { DistributionInput } from '../settings/distribution-settings';
import type { ImageInput } from '../settings/image-settings';
import { kebabCase } from '../names';
import type { Sound } from '../parse';
import { show } from '../show';

type Images = NonNullable<Sound<DistributionInput>['images']>;

/** What is wrong with images only if they are seen together, or with one only if it is seen as a whole. */
export function checkImages(images: Images, isMistaken: (path: string) => boolean): Mistake[] {
  if (images.length === 0) {
    const example =
      "{ name: 'SampleImage', repository: 'your-org/sample-image', ownerId: …, repositoryId: … }";
    return [
      { path: 'images', received: 'an empty list', expected: 'one image at least', fix: `add ${example}` },
    ];
  }
  return images.flatMap((image, index) =>
    image ? [...collision(images, index), ...missingIds(image, `images[${index}]`, isMistaken)] : [],
  );
}

function collision(images: Images, index: number): Mistake[] {
  const name = images[index]?.name;
  if (name === undefined) return [];
  const others = images.slice(0, index).map((image) => image?.name);
  const clash = CLASHES.map(({ of, key, reason }) => ({
    other: others.findIndex((other) => other !== undefined && key(other) === key(name)),
    of,
    reason: reason(name),
  })).find(({ other }) => other >= 0);
  if (!clash) return [];
  return [
    {
      path: `images[${index}].name`,
      received: show(name),
      expected: `a name that is not also that of images[${clash.other}] (${show(others[clash.other])})${clash.reason}`,
      fix: `rename one of them${clash.of}`,
    },
  ];
}

/** From the plainest to the least obvious: the first that applies is told. */
const CLASHES: readonly {
  readonly of: string;
  readonly key: (name: string) => string;
  readonly reason: (name: string) => string;
}[] = [
  { of: ', or remove the entry that is there twice', key: (name) => name, reason: () => '' },
  {
    of: '; the one that is not deployed yet loses nothing',
    key: kebabCase,
    reason: (name) => `: both repositories would be called '${kebabCase(name)}'`,
  },
  {
    of: '; the one that is not deployed yet loses nothing',
    key: (name) => name.toLowerCase(),
    reason: () => ': their stacks would differ in upper and lower case only',
  },
];

function missingIds(
  image: Sound<ImageInput>,
  path: string,
  isMistaken: (path: string) => boolean,
): Mistake[] {
  const missing = (['ownerId', 'repositoryId'] as const).filter(
    (key) => image[key] === undefined && !isMistaken(`${path}.${key}`),
  );
  if (missing.length === 0 || image.subject === 'classic' || isMistaken(`${path}.subject`)) return [];
  const command = `gh api repos/${image.repository ?? 'OWNER/REPO'} --jq '.owner.id,.id'`;
  const alternative =
    image.subject === undefined ? ", or say subject: 'classic' if it is older and never opted in" : '';
  return [
    {
      path,
      received: `no ${missing.join(' and no ')}`,
      expected:
        'ownerId and repositoryId: repositories created since July 2026 present themselves with ids and could not push without them',
      fix: `write what \`${command}\` prints as ownerId and repositoryId${alternative}`,
    },
  ];
}
