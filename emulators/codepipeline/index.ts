/** What code outside of this folder uses of it. */
export { readZipped } from './artifacts/zip';
export type { AwsAccess } from './aws/aws-access';
export { callConnections } from './aws/connection';
export { endWithParent } from './builds/end-with-parent';
export { Clock } from './clock';
export { LocalCodePipeline, type LocalCodePipelineProps } from './local-codepipeline';
export type { FindRepository } from './source/git';
