import * as path from 'node:path';
import { DIRECTORY } from './paths';

/** Keeps the files that CDK and npm write beside their work under `.rehearsal/`, and the CLI off the network. */
export const CLI_ENVIRONMENT = {
  CDK_HOME: path.join(DIRECTORY, 'cdk'),
  CDK_NOTICES: 'false',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  npm_config_logs_max: '0',
};
