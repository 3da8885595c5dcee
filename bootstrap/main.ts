// The SDK's word about the next version of Node.js is not about what is done here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { program } from 'commander';
import distribution from '../distribution.config';
import { bootstrap, BootstrapOptions } from './bootstrap';

program
  .name('npm run bootstrap --')
  .description(
    'Make the roles and policies that bind what the pipeline can do, once for each account and region',
  )
  .argument('[environments...]', 'such as aws://111111111111/eu-west-1; else those of the configuration')
  .option('--profile <name>', 'profile of the AWS CLI to act as, SSO included')
  .option('--trust <account>', 'lets another account deploy here too', collect, [])
  .option('-y, --yes', 'does it without asking')
  .option('--dry-run', 'shows the plan with its commands, and changes nothing')
  .action(async (environments: string[], options: BootstrapOptions) => {
    process.exitCode = await bootstrap(distribution, environments, options);
  });

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
