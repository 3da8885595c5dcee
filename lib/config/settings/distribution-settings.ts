import { z } from 'zod';
import { distributionName } from '../fields/fields';
import { DeepReadonly, text, word } from './field';
import { imageSettings } from './image-settings';
import { notificationSettings } from './notification-settings';
import { releaseSettings } from './release-settings';
import { pipelineSettings, sourceSettings } from './source-settings';
import { identityProvider, stageSettings } from './stage-settings';

/** Whether each image has groups of its own in each stage, or all images of a stage share one set. */
const groups = word('per-image', 'shared');

const stages = z
  .strictObject({
    Development: stageSettings.optional(),
    Master: stageSettings.optional(),
    Release: stageSettings.optional(),
  })
  .meta({ example: "{ Release: { account: '222222222222' } }" });

/**
 * Every setting, declared once: its form, its default and what it is for.
 *
 * Types are inferred from it and keep the docstrings, which an editor shows; `npm run docs` makes the table in
 * `docs/settings.md` from them. How settings go together is checked in `../checks`, and a default that depends on
 * other settings is filled in by `../fill-in`.
 */
export const distributionSettings = z
  .strictObject({
    /**
     * First part of every repository's name, also the name of the pipeline and the IAM path of roles and groups.
     *
     * Another name makes other repositories and another pipeline; it does not rename those that exist.
     *
     * @default 'slipway'
     */
    name: text(distributionName).default('slipway'),

    /** Where this project itself lives on GitHub. */
    source: sourceSettings,

    /** Where the pipeline runs. */
    pipeline: pipelineSettings.default({}),

    /**
     * Whether accounts get GitHub's OIDC identity provider from here or have it already.
     *
     * An account holds only one for GitHub: a second one cannot be created.
     *
     * @default 'create'
     */
    identityProvider: identityProvider.default('create'),

    /** What is different in one stage. */
    stages: stages.default({}),

    /**
     * Whether each image has groups of its own in each stage, or all images of a stage share one set.
     *
     * A user can be in ten groups, which are those of three images; an account takes 300. Groups that are
     * shared let their members use all images.
     *
     * @default 'per-image'
     */
    groups: groups.default('per-image'),

    /** Who may pull from Release besides the members of its groups. */
    release: releaseSettings.prefault({}),

    /** Who hears of approvals that wait, of failures, and of findings in Master and Release. */
    notifications: notificationSettings.optional(),

    /** The images that have registries, at least one. */
    images: z.array(imageSettings).meta({ example: '[{ … }], one entry for each image' }),
  })
  .meta({ example: 'defineDistribution({ source: { … }, images: [{ … }] })' });

export type Groups = z.infer<typeof groups>;

/** What a team writes in distribution.config.ts. */
export type DistributionInput = DeepReadonly<z.input<typeof distributionSettings>>;

/** The same with every default that does not depend on other settings. */
export type Settings = DeepReadonly<z.output<typeof distributionSettings>>;
