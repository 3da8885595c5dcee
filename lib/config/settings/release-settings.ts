import { z } from 'zod';
import { pullAccount, pullOrganization } from '../fields/release-fields';
import { DeepReadonly, text } from './field';

/** End users in other AWS accounts, who may pull from Release and do nothing else. */
export const releaseSettings = z
  .strictObject({
    /**
     * Accounts whose administrators decide which of their users may pull; not the account of Release itself.
     *
     * @default []
     */
    pullAccounts: z
      .array(text(pullAccount))
      .meta({ example: "['222222222222'], one for each account" })
      .default([]),

    /**
     * Organization of AWS Organizations all of whose accounts may pull, such as `o-abc123def4`.
     *
     * @default - none
     */
    pullOrganization: text(pullOrganization).optional(),
  })
  .meta({ example: "{ pullAccounts: ['222222222222'], pullOrganization: 'o-abc123def4' }" });

export type ReleaseInput = DeepReadonly<z.input<typeof releaseSettings>>;

/** End users in other accounts. */
export type ReleaseConfig = DeepReadonly<z.output<typeof releaseSettings>>;
