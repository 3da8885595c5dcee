import { foreignConnections } from '../../lib/config/checks/place-checks';
import { ConfigurationError } from '../../lib/config/configuration-error';
import type { Location } from '../../lib/config/distribution';
import { warningsOf } from '../../lib/config/warnings';
import { Account } from './account';
import { OtherAccount, readOtherAccounts } from './other-accounts';
import { makePlan, Plan, policiesOf, policyArn } from './plan/plan';
import { policiesInForce } from './plan/policies-in-force';
import { chooseEnvironments } from './settings/choose-environments';
import { environmentsOf } from './settings/environments';
import { Place } from './settings/place';
import type { Settings } from './settings/settings';
import { stackOfCli } from './stacks/empty-stacks';
import { refuseForeignStacks } from './stacks/foreign-stacks';
import { awsTemplate } from './toolkit/toolkit-template';

/** What is going to be done, and what has to be done with other credentials. */
export interface BootstrapReport {
  /** One for each environment. */
  readonly plans: readonly Plan[];
  readonly otherAccounts: readonly OtherAccount[];

  /** What may well fail where the configuration puts it. */
  readonly warnings: readonly string[];
}

/** What of the plans the caller says. */
export interface ReportOptions {
  /** Profile of the AWS CLI to act as. @default - whoever the environment says */
  readonly profile?: string;

  /** Accounts to be trusted besides the pipeline's. */
  readonly trust: readonly string[];

  /** Folder in which the templates and the policies are written. */
  readonly output: string;
}

/**
 * Reads what is going to be done in each environment, and changes nothing.
 *
 * @param chosen The environments. @default - those in the caller's account
 * @throws Error when an environment has nothing of the distribution, an account is not the caller's, the pipeline
 * cannot use its connection, or a stack of another app is in the way
 */
export async function readReport(
  account: Account,
  distribution: Settings,
  chosen: readonly Place[],
  { profile, trust, output }: ReportOptions,
): Promise<BootstrapReport> {
  const all = environmentsOf(distribution, chosen[0] ?? account.place);
  const home = all.find(({ hasPipeline }) => hasPipeline) ?? distribution.pipeline;
  expectOwnConnection(distribution, home);
  const environments = chooseEnvironments(all, chosen, account.place);
  await refuseForeignStacks(distribution.name, environments, (region, name) => account.stack(region, name));
  const source = awsTemplate();
  const plans: Plan[] = [];
  for (const environment of environments) {
    const { region } = environment;
    const arns = policiesOf(distribution, environment, all).map((policy) => policyArn(policy, environment));
    const current = await account.currentToolkit(region);
    const inForce = await policiesInForce(region, arns);
    const stack = stackOfCli(environment);
    const isStackThere = stack !== undefined && (await account.stack(region, stack)) !== undefined;
    const found = { source, current, isStackThere, inForce };
    plans.push(makePlan({ ...found, distribution, environment, all, profile, trust, output }));
  }
  return {
    plans,
    otherAccounts: await readOtherAccounts(all, account.place.account),
    warnings: warningsOf({ pipeline: home, stages: distribution.stages }),
  };
}

/** Where the configuration leaves the pipeline's place open, only now is it known. */
function expectOwnConnection({ source }: Settings, home: Location): void {
  const mistakes = foreignConnections(source.connectionArn, home);
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
}
