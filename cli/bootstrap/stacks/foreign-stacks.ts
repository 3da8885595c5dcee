import type { Stack } from '@aws-sdk/client-cloudformation';
import { stackOfCli } from './empty-stacks';
import { Environment } from '../settings/environments';
import { foreignStack, foreignToolkit } from './foreign-stack';
import { PROVIDER_STACK, TOOLKIT_STACK } from '../../../lib/names';

export type FindStack = (region: string, stackName: string) => Promise<Stack | undefined>;

/**
 * Makes sure that no stack of another app has a name that is going to be ours.
 *
 * The pipeline could not deploy them, and a toolkit of the same name would be overwritten. One that has no more than
 * a change set yet counts too.
 *
 * @param name Name of the distribution.
 * @param environments Those to be bootstrapped.
 * @throws Error that names all that are found
 */
export async function refuseForeignStacks(
  name: string,
  environments: readonly Environment[],
  find: FindStack,
): Promise<void> {
  const found = await Promise.all(
    environments.map(async (environment) => {
      const { region } = environment;
      const places = namesIn(environment).map(async ({ stackName, fix }) =>
        foreignStack(await find(region, stackName), environment, name, fix),
      );
      const toolkit = foreignToolkit(await find(region, TOOLKIT_STACK), environment);
      return [toolkit, ...(await Promise.all(places))];
    }),
  );
  const foreign = found.flat().filter((one) => one !== undefined);
  if (foreign.length === 0) return;
  throw new Error(
    ['Nothing was changed: a name that is to be ours is that of a stack which is not.', ...foreign].join(
      '\n\n',
    ),
  );
}

/** Names of our stacks that say nothing of whose they are, each with what helps if another app has it. */
function namesIn(environment: Environment): { readonly stackName: string; readonly fix: string }[] {
  const { hasPipeline, region, createsIdentityProvider } = environment;
  const ofCli = stackOfCli(environment);
  const elsewhere = hasPipeline
    ? "put the pipeline elsewhere with 'pipeline'"
    : `put the stages of ${region} into another region`;
  const provider =
    "say identityProvider: 'existing' if it makes GitHub's provider, or put the stage elsewhere";
  return [
    ...(ofCli ? [{ stackName: ofCli, fix: elsewhere }] : []),
    ...(createsIdentityProvider ? [{ stackName: PROVIDER_STACK, fix: provider }] : []),
  ];
}
