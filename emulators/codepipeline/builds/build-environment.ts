import * as path from 'node:path';
import type { EnvironmentVariable, Project } from '@aws-sdk/client-codebuild';
import { ActionFailure } from '../execution/action-failure';
import type { AwsAccess, Credentials } from '../aws/aws-access';
import type { Buildspec } from './buildspec';

/** What a build needs of this machine to reach the network; nothing else of the caller's environment is passed on. */
const NETWORK = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];

export interface BuildEnvironmentProps {
  readonly account: AwsAccess;
  readonly credentials: Credentials;
  readonly buildId: string;
  readonly buildArn: string;
  readonly project: Project;
  readonly spec: Buildspec;
  readonly overrides: readonly EnvironmentVariable[];

  /** The build's own folder, with its source in it. */
  readonly folder: string;
  readonly source: string;
  readonly pipelineName: string;
  readonly sourceVersion?: string;

  /** Kept from one build to the next, as CodeBuild keeps a cache. */
  readonly npmCache: string;

  /** Folder with the `npm` that hands the caller's settings to installations. */
  readonly npmWrapper: string;
}

/** The environment of a build's commands. */
export function buildEnvironment(props: BuildEnvironmentProps): Record<string, string> {
  const { account, credentials, folder, project, spec } = props;
  const npmPrefix = path.join(folder, 'npm-prefix');
  const network = Object.fromEntries(
    NETWORK.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  ) as Record<string, string>;
  return {
    PATH: [props.npmWrapper, path.join(npmPrefix, 'bin'), process.env.PATH].join(path.delimiter),
    LANG: 'C.UTF-8',
    HOME: path.join(folder, 'home'),
    TMPDIR: path.join(folder, 'tmp'),
    CI: 'true',
    npm_config_prefix: npmPrefix,
    npm_config_cache: props.npmCache,
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    npm_config_update_notifier: 'false',
    npm_config_prefer_offline: 'true',
    ...network,
    ...account.env(credentials),
    CODEBUILD_CI: 'true',
    CODEBUILD_BUILD_ID: props.buildId,
    CODEBUILD_BUILD_ARN: props.buildArn,
    CODEBUILD_INITIATOR: `codepipeline/${props.pipelineName}`,
    CODEBUILD_SRC_DIR: props.source,
    ...(props.sourceVersion && { CODEBUILD_RESOLVED_SOURCE_VERSION: props.sourceVersion }),
    ...spec.env.variables,
    ...plainText(project.environment?.environmentVariables ?? []),
    ...plainText(props.overrides),
    BUILD_FAILURE: path.join(folder, 'failure'),
    BUILD_EXPORTS: path.join(folder, 'exports'),
  };
}

function plainText(variables: readonly EnvironmentVariable[]): Record<string, string> {
  return Object.fromEntries(
    variables.map(({ name = '', value = '', type = 'PLAINTEXT' }) => {
      if (type !== 'PLAINTEXT') {
        throw new ActionFailure(
          'ConfigurationError',
          `Variable ${name} is of type ${type}, which is not supported here; make it PLAINTEXT`,
        );
      }
      return [name, value];
    }),
  );
}
