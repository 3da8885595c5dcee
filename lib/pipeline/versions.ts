import { dependencies } from '../../package.json';

/** The CDK CLI that updates the pipeline: the one that this project is tested with. */
export const CDK_CLI_VERSION = dependencies['aws-cdk'];

/** Major version of Node.js in CodeBuild. */
export const NODE_VERSION = 22;
