// The SDK's word about the next version of Node.js is not about what is done here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { program } from 'commander';
import { readAccessPolicy } from './access-policy/access-policy';
import { showAccessPolicy, showLeftOut } from './access-policy/show-access-policy';
import { adopt } from './adopt/adopt';
import { ApproveOptions, runApprove } from './approve/run-approve';
import { connect } from './connect/connect';
import { showRegistries } from './registries/show-registries';
import { loadDistribution } from './shared/configuration/load-distribution';
import { HELP } from './shared/terminal/help';
import { printer } from './shared/terminal/print';
import { readRegistryArns } from './shared/registry-arns';
import { readStatus } from './status/status';
import { showStatus } from './status/show-status';

const print = printer();

program
  .configureHelp(HELP)
  .description('What an operator does beside deploying, and an approver')
  .option('--profile <name>', 'profile of the AWS CLI');
program.hook('preAction', () => {
  const { profile } = program.opts<{ profile?: string }>();
  if (profile) process.env.AWS_PROFILE = profile;
});

program
  .command('connect')
  .description('wait until the pending connection to GitHub is completed, then start the pipeline')
  .action(async () => connect(await loadDistribution(), print));
program
  .command('status')
  .description('say how the distribution stands in the account, and what needs an action')
  .action(async () => print(showStatus(await readStatus(await loadDistribution()))));
program
  .command('adopt <stacks...>')
  .description(
    'create stacks of images, such as SampleImageMaster, around repositories that are there already',
  )
  .action(async (stacks: string[]) => adopt(stacks, await loadDistribution(), print));
program
  .command('approve')
  .description('show the release that waits for an approval with its review, ask, and answer')
  .option('--reject', 'rejects it')
  .option('--summary <text>', 'why, for the history of the pipeline')
  .option('-y, --yes', 'answers without a question')
  .action(async (options: ApproveOptions) => runApprove(await loadDistribution(), options, print));
program
  .command('registries <image>')
  .description("print the image's registries, for registries.mk of its repository")
  .action(async (image: string) =>
    print(showRegistries(image, await readRegistryArns(await loadDistribution(), [image]))),
  );
program
  .command('access-policy <audience> [images...]')
  .description('print what developers, end-users, approvers or operators may do, as the policy of a role')
  .action(async (audience: string, images: string[]) => {
    const policy = await readAccessPolicy(audience, images, await loadDistribution());
    print(showAccessPolicy(policy));
    const leftOut = showLeftOut(policy);
    // Not on standard output, where the policy is.
    if (leftOut) console.error(leftOut);
  });

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
