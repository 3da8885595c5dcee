/** What code outside of this folder uses of it. */
export { readZipped } from './artifacts/zip';
export { callConnections } from './aws/connection';
export { endWithParent } from './builds/end-with-parent';
export { describeNpmSettings, npmSettings } from './builds/npm/npm-settings';
export { Clock } from './clock';
export { LocalCodePipeline } from './local-codepipeline';
