/**
 * Tag of every stack of a distribution, with the distribution's name, by which the deploy role knows them.
 *
 * Their names cannot tell: a stack of another app may well be called `PaymentsRelease`, or `PipelineStack`.
 */
export const DISTRIBUTION_TAG = 'slipway:distribution';
