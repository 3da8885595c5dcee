/**
 * Qualifier of the toolkit, which is in the names of its roles and policies.
 *
 * It is said here and not read from `cdk.json`, as are the other names: what a commit writes there must not decide
 * which stack an administrator overwrites. A test compares both.
 */
export const QUALIFIER = 'slipway';

/** Stack of the toolkit. */
export const TOOLKIT_STACK = 'SlipwayToolkit';
