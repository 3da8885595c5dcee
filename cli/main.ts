// The SDK's word about the next version of Node.js is not about what is done here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { program } from 'commander';
import distribution from '../distribution.config';
import { showAccessPolicy } from './access-policy/access-policy';
import { adopt } from './adopt/adopt';
import { connect } from './connect/connect';
import { showRegistries } from './registries/registries';
import { showStatus } from './status/status';

program
  .description('What an operator does beside deploying')
  .option('--profile <name>', 'profile of the AWS CLI');
program.hook('preAction', () => {
  const { profile } = program.opts<{ profile?: string }>();
  if (profile) process.env.AWS_PROFILE = profile;
  if (distribution.pipeline.region) process.env.AWS_REGION = distribution.pipeline.region;
});

program
  .command('connect')
  .description('wait until the handshake with GitHub is finished, then start the pipeline')
  .action(() => connect(distribution));
program
  .command('status')
  .description('say how the distribution stands in the account, and what needs somebody')
  .action(() => showStatus(distribution));
program
  .command('adopt <stacks...>')
  .description(
    'create stacks of images, such as SampleImageMaster, around repositories that are there already',
  )
  .action((stacks: string[]) => adopt(stacks, distribution));
program
  .command('registries <image>')
  .description("print the image's registries, for registries.mk of its repository")
  .action((image: string) => showRegistries(image, distribution));
program
  .command('access-policy <people> [images...]')
  .description('print what developers or end-users may do, as the policy of a role')
  .action((people: string, images: string[]) => showAccessPolicy(people, images, distribution));

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
