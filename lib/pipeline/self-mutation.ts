import { CodeBuildOptions } from 'aws-cdk-lib/pipelines';

/**
 * Has SelfMutate upload its template whatever lies in the staging bucket: `CDK_FORCE` is the CLI's `--force`.
 *
 * Without it the CLI takes an object that has the template's hash for its name to be the template, whoever put it
 * there, and deploys that.
 */
export const SELF_MUTATION: CodeBuildOptions = {
  buildEnvironment: { environmentVariables: { CDK_FORCE: { value: 'true' } } },
};
