// The SDK's word about the next version of Node.js is not about what is done here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { program } from 'commander';
import { loadDistribution } from '../shared/configuration/load-distribution';
import { printer } from '../shared/terminal/print';
import { SetUpOptions, setUpGitHub } from './set-up';

interface Options extends SetUpOptions {
  readonly profile?: string;
}

program
  .name('npm run github --')
  .description('Set GitHub up: ids, environments with their secrets, branch protection, code owners')
  .argument('[images...]', 'such as SampleImage; else all')
  .option(
    '--reviewer <name>',
    'LOGIN or ORG/TEAM who may agree to a release; repeat it for more',
    collect,
    [],
  )
  .option('--no-reviewers', 'Release has no required reviewers')
  .option('--owner <name>', 'LOGIN or ORG/TEAM who reviews every change; repeat it for more', collect, [])
  .option('--stage <name>', 'only the environments of this stage; repeat it for more', collect, [])
  .option('--profile <name>', 'profile of the AWS CLI, to read the outputs of the stacks')
  .option('-y, --yes', 'does it without asking')
  .option('--dry-run', 'shows the plan with its commands, and changes nothing')
  .action(async (images: string[], options: Options) => {
    if (options.profile) process.env.AWS_PROFILE = options.profile;
    process.exitCode = await setUpGitHub(loadDistribution, images, options, printer());
  });

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
