import { z } from 'zod';
import { account, region } from '../fields/aws-fields';
import { days } from '../fields/fields';
import { environment } from '../fields/github-fields';
import { DeepReadonly, number, text, word } from './field';

/** Whether an account gets GitHub's identity provider from here or has it already. */
export const identityProvider = word('create', 'existing');

export const lifecycleSettings = z
  .strictObject({
    /**
     * Days after its push at which an image without a tag expires.
     *
     * @default 14
     */
    expireUntaggedAfterDays: number(days(1)).default(14),

    /**
     * Days without a pull after which an image moves to the archive storage class.
     *
     * A pull of an archived image fails until an administrator restores it.
     *
     * @default - 90 in Development and Master; Release archives nothing
     */
    archiveUnpulledAfterDays: number(days(1)).optional(),

    /**
     * Days in the archive after which an image expires, at least 90, the minimum that AWS charges for.
     *
     * @default - 365 in Development and Master; Release keeps what it archives
     */
    expireArchivedAfterDays: number(days(90, ', the minimum stay in the archive')).optional(),
  })
  .meta({ example: '{ expireUntaggedAfterDays: 14 }' });

export const stageSettings = z
  .strictObject({
    /**
     * Account of the stage's registries, 12 digits.
     *
     * @default - the pipeline's
     */
    account: text(account).optional(),

    /**
     * Region of the stage's registries.
     *
     * @default - the pipeline's
     */
    region: text(region).optional(),

    /**
     * Whether the stage's account gets GitHub's identity provider from here or has it already.
     *
     * Stages in one account must agree.
     *
     * @default - as for the whole distribution
     */
    identityProvider: identityProvider.optional(),

    /**
     * GitHub environment whose jobs may push to this stage; each stage has another.
     *
     * It ends in the description and the trust policy of a role, which take ASCII and the letters from À to ÿ.
     *
     * @default - the stage's own name
     */
    environment: text(environment).optional(),

    /** How long images are kept. */
    lifecycle: lifecycleSettings.optional(),
  })
  .meta({ example: "{ account: '222222222222' }" });

export type IdentityProvider = z.infer<typeof identityProvider>;
export type LifecycleInput = DeepReadonly<z.input<typeof lifecycleSettings>>;
export type StageInput = DeepReadonly<z.input<typeof stageSettings>>;

/** How long a stage keeps its images, in days. */
export type LifecycleConfig = DeepReadonly<z.output<typeof lifecycleSettings>>;
