/**
 * Tag of our stacks, with the distribution's name, by which the deploy role and the bootstrap know them.
 *
 * Their names cannot tell: a stack of another app may well be called `PaymentsRelease`. It has a file of its own,
 * because the bootstrap loads nothing of what is deployed.
 */
export const DISTRIBUTION_TAG = 'slipway:distribution';
