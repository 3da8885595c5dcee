import { z } from 'zod';
import { imageName } from '../fields/fields';
import { id, repository } from '../fields/github-fields';
import { DeepReadonly, number, text, word, yesOrNo } from './field';
import { releaseSettings } from './release-settings';

export const imageSettings = z
  .strictObject({
    /** In PascalCase; `SampleImage` gives `slipway/sample-image/development` and so on. */
    name: text(imageName),

    /**
     * `owner/name` of the GitHub repository that builds and pushes the image.
     *
     * In the very capitals that GitHub shows: AWS compares them letter by letter.
     */
    repository: text(repository),

    /**
     * What `gh api repos/OWNER/REPO --jq .owner.id` prints.
     *
     * @default - required unless `subject` is `classic`
     */
    ownerId: number(id).optional(),

    /**
     * What `gh api repos/OWNER/REPO --jq .id` prints.
     *
     * @default - required unless `subject` is `classic`
     */
    repositoryId: number(id).optional(),

    /**
     * The only form of GitHub's subject that is trusted.
     *
     * Jobs of repositories created, renamed or transferred since July 2026 present themselves with ids
     * (`immutable`), those of older ones without (`classic`) unless they opted in. `classic` trusts the names
     * alone, whoever owns them; ids given with it are ignored, so that a change of form is one word.
     *
     * @default - both forms are trusted, which needs the ids
     */
    subject: word('classic', 'immutable').optional(),

    /**
     * Who may pull this image from Release, in place of what is said for all images; `{}` is no other account.
     *
     * @default - as for the whole distribution
     */
    release: releaseSettings.optional(),

    /**
     * Takes the push role, the groups and the pulls of other accounts away and keeps the repositories with
     * their images.
     *
     * Release this before the entry itself is removed: the pipeline deletes no stack, so that an entry
     * that was just dropped would leave its push role alive.
     *
     * @default false
     */
    retired: yesOrNo().default(false),
  })
  .meta({
    example:
      "{ name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 1234567, repositoryId: 89012345 }",
  });

export type ImageInput = DeepReadonly<z.input<typeof imageSettings>>;
