import type { Stack } from '@aws-sdk/client-cloudformation';
import { STAGE_NAMES } from '../lib/config/distribution';
import { Environment } from './environments';
import { foreignStack, foreignToolkit } from './foreign-stack';
import { TOOLKIT_STACK } from './names';
import type { Settings } from './settings';

export type FindStack = (region: string, stackName: string) => Promise<Stack | undefined>;

/**
 * Makes sure that no stack of another app has a name that is going to be ours.
 *
 * The deploy role reaches some stacks by their names alone, and a toolkit of the same name would be overwritten: a
 * bootstrap would hand over what belongs to somebody else. One that has no more than a change set yet counts too.
 *
 * @param environments Those to be bootstrapped.
 * @throws Error that names all that are found
 */
export async function refuseForeignStacks(
  settings: Settings,
  environments: readonly Environment[],
  all: readonly Environment[],
  find: FindStack,
): Promise<void> {
  const found = await Promise.all(
    environments.map(async (environment) => {
      const { region } = environment;
      const places = namesIn(environment, all, settings).map(async ({ stackName, fix }) =>
        foreignStack(await find(region, stackName), environment, settings.name, fix),
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

/** Names of our stacks that say nothing of whose they are, each with what helps if somebody else has it. */
function namesIn(environment: Environment, all: readonly Environment[], settings: Settings) {
  const { hasPipeline, hasArtifacts, region } = environment;
  const support = `PipelineStack-support-${region}`;
  return [
    ...(hasPipeline
      ? [{ stackName: 'PipelineStack', fix: "put the pipeline elsewhere with 'pipeline'" }]
      : []),
    ...(hasArtifacts && !hasPipeline
      ? [{ stackName: support, fix: `put the stages of ${region} into another region` }]
      : []),
    ...(createsProvider(environment, all, settings)
      ? [
          {
            stackName: 'GitHubIdentityProvider',
            fix: "say identityProvider: 'existing' if it makes GitHub's provider, or put the stage elsewhere",
          },
        ]
      : []),
  ];
}

/** Whether GitHub's identity provider is made here: the first stage in each account makes it. */
function createsProvider(
  { account, stages }: Environment,
  all: readonly Environment[],
  settings: Settings,
): boolean {
  const ofAccount = all.filter((one) => one.account === account).flatMap((one) => one.stages);
  const first = STAGE_NAMES.find((stage) => ofAccount.includes(stage));
  return (
    first !== undefined && stages.includes(first) && settings.stages[first].identityProvider === 'create'
  );
}
