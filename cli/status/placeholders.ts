import { Distribution } from '../../lib/config';
import { isPlaceholder } from '../../lib/config/placeholders';
import { Finding } from './finding';

/** The ids of the image in the configuration that Slipway comes with. */
const OWNER_ID = 1234567;
const REPOSITORY_ID = 89012345;

/** What of the configuration still stands as Slipway comes, if anything: GitHub has none of it. */
export function placeholders({ images, source }: Distribution): Finding[] {
  const standing = [
    ...(isPlaceholder(source.repository) ? [`source.repository '${source.repository}'`] : []),
    ...images.flatMap(({ name, github: { owner, repository, ownerId, repositoryId } }) => [
      ...(isPlaceholder(owner) ? [`repository '${owner}/${repository}' of ${name}`] : []),
      ...(ownerId === OWNER_ID ? [`ownerId ${ownerId} of ${name}`] : []),
      ...(repositoryId === REPOSITORY_ID ? [`repositoryId ${repositoryId} of ${name}`] : []),
    ]),
  ];
  if (standing.length === 0) return [];
  return [
    {
      problem: `distribution.config.ts still has placeholders: ${standing.join(', ')}.`,
      fixes: [
        { instruction: 'Write your own; the ids of an image this prints, in that order', command: IDS },
      ],
    },
  ];
}

const IDS = "gh api repos/OWNER/REPOSITORY --jq '.owner.id,.id'";
