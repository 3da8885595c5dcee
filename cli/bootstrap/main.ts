// The SDK's word about the next version of Node.js is not about what is done here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import * as fs from 'node:fs';
import * as path from 'node:path';
import { program } from 'commander';
import { printer } from '../shared/terminal/print';
import { bootstrap, BootstrapOptions } from './bootstrap';
import {
  parseConnectionArn,
  parseDistributionName,
  parseIdentityProvider,
  parseNotifications,
  parsePlace,
  parseRepository,
  parseStage,
  parseTrusted,
} from './settings/flags';
import type { Flags } from './settings/flags';
import { readSettings } from './settings/read-settings';
import { CONFIGURATION } from './settings/written-configuration';

program
  .name('npm run bootstrap --')
  .description(
    [
      'Make the roles and policies that bind what the pipeline can do, once for each account and region.',
      `It runs neither ${CONFIGURATION} nor the app: what it needs to know it reads from the configuration as it is written there, or takes from a flag, which counts before the configuration.`,
    ].join('\n\n'),
  )
  .argument('[environments...]', 'such as aws://111111111111/eu-west-1; else those of the configuration')
  .option('--profile <name>', 'profile of the AWS CLI to act as, SSO included')
  .option('--trust <account>', 'lets another account deploy here too', collect, [])
  .option('-y, --yes', 'does it without asking')
  .option('--dry-run', 'shows the plan with its commands, and changes nothing')
  .option('--output <dir>', 'where the template and the policies are written', 'cdk.out')
  .optionsGroup('In place of the configuration:')
  .option('--name <name>', "for 'name'", parseDistributionName)
  .option('--repository <owner/name>', "for 'source.repository'", parseRepository)
  .option('--connection-arn <arn>', "for 'source.connectionArn'", parseConnectionArn)
  .option('--no-connection-arn', 'says that the pipeline makes a connection')
  .option('--notifications <own|none|topic-arn>', "for 'notifications'", parseNotifications)
  .option('--pipeline <aws://account/region>', "for 'pipeline'", parsePlace)
  .option(
    '--stage <stage=aws://account/region>',
    "for the place of one of 'stages', such as Release=aws://…; repeatable",
    parseStage,
    {},
  )
  .option(
    '--identity-provider <[stage=]create|existing>',
    "for 'identityProvider', of all stages or of one; repeatable, the last one counts",
    parseIdentityProvider,
    {},
  )
  .action(async (names: string[], options: BootstrapOptions & CommandLine) => {
    const text = fs.readFileSync(path.resolve(__dirname, '../..', CONFIGURATION), 'utf8');
    const flags = { ...options, stages: options.stage, identityProviders: options.identityProvider };
    const settings = readSettings(text, flags);
    process.exitCode = await bootstrap(settings, names.map(parsePlace), options, printer());
  });

/** Flags as they come, each called as it is entered. */
interface CommandLine extends Omit<Flags, 'stages' | 'identityProviders'> {
  readonly stage: Flags['stages'];
  readonly identityProvider: Flags['identityProviders'];
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, parseTrusted(value)];
}

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
