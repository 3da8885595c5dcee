import * as fs from 'node:fs';
import * as path from 'node:path';
import { Account } from './account';
import { confirm } from './confirm';
import { cdk } from './cdk';
import { chooseEnvironments } from './settings/choose-environments';
import { deploy } from './deploy';
import { createStackOfCli, stackOfCli } from './stacks/empty-stacks';
import { environmentsOf, Place } from './settings/environments';
import { refuseForeignStacks } from './stacks/foreign-stacks';
import { otherAccounts } from './other-accounts';
import { isDone, isUnchanged, makePlan, Plan, policiesOf, policyArn } from './plan/plan';
import { policiesInForce } from './plan/policies-in-force';
import type { Settings } from './settings/settings';
import { showPlan } from './plan/show-plan';
import { templateBody } from './toolkit/toolkit-template';

export interface BootstrapOptions {
  /** Profile of the AWS CLI to act as. @default - whoever the environment says */
  readonly profile?: string;
  readonly trust: readonly string[];
  readonly yes?: boolean;
  readonly dryRun?: boolean;

  /** Folder in which the templates and the policies are written. */
  readonly output: string;
}

/**
 * Shows what is going to be done in each environment, asks, and does it.
 *
 * @param chosen The environments. @default - those in the caller's account
 * @returns the exit code
 * @throws Error when an environment has nothing of the distribution, an account is not the caller's, or a stack of
 * another app is in the way
 */
export async function bootstrap(
  distribution: Settings,
  chosen: readonly Place[],
  options: BootstrapOptions,
): Promise<number> {
  // Both the SDK and the CDK CLI read it.
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const account = await Account.ofCaller();
  console.log(`You are ${account.caller}\n`);
  const all = environmentsOf(distribution, chosen[0] ?? account.place);
  const environments = chooseEnvironments(all, chosen, account.place);
  await refuseForeignStacks(distribution.name, environments, (region, name) => account.stack(region, name));
  const source = await bootstrapTemplate();
  const plans: Plan[] = [];
  for (const environment of environments) {
    const { region } = environment;
    const arns = policiesOf(distribution, environment, all).map((policy) => policyArn(policy, environment));
    const current = await account.currentToolkit(region);
    const inForce = await policiesInForce(region, arns);
    const stack = stackOfCli(environment);
    const isStackThere = stack !== undefined && (await account.stack(region, stack)) !== undefined;
    plans.push(
      makePlan({ ...options, distribution, environment, all, source, current, isStackThere, inForce }),
    );
  }
  for (const plan of plans) {
    write(plan);
    console.log(`${showPlan(plan)}\n`);
  }
  for (const line of await otherAccounts(all, account.place.account)) console.log(line);
  return carryOut(plans, account, distribution.name, options);
}

/** @returns the exit code */
async function carryOut(
  plans: readonly Plan[],
  account: Account,
  name: string,
  options: BootstrapOptions,
): Promise<number> {
  if (options.dryRun) {
    console.log('Nothing was changed: this was a dry run.');
    return 0;
  }
  const comparisons = plans.flatMap((plan) => plan.comparisons);
  if (comparisons.some(({ state }) => state === 'missing' || state === 'in the way')) {
    console.log('Nothing was changed: do first what is said above of what is missing or in the way.');
    return 1;
  }
  const isRight = !comparisons.some(({ state }) => state === 'by hand');
  const changed = plans.filter((plan) => !isDone(plan));
  if (changed.length > 0 && !options.yes && !(await confirm())) {
    console.log('Nothing was changed.');
    return 1;
  }
  for (const plan of changed) {
    if (!isUnchanged(plan)) await deploy(plan, account);
    if (plan.emptyStack) await createStackOfCli(plan.emptyStack, plan.environment, name);
  }
  if (!isRight) console.log('A policy was changed by hand, and still is: do what is said of it above.');
  else if (changed.length === 0) console.log('Everything is as it should be; nothing to do.');
  return isRight ? 0 : 1;
}

/** AWS's own template, as the CLI of this project has it. */
async function bootstrapTemplate(): Promise<string> {
  const { succeeded, stdout, output } = await cdk(['bootstrap', '--show-template'], { quiet: true });
  if (!succeeded)
    throw new Error(`'npx cdk bootstrap --show-template' failed, expected a template:\n${output}`);
  return stdout;
}

/** Writes what is going to be deployed, for the CLI and for whoever wants to read it. */
function write({ file, fileOf, template, policies }: Plan): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, templateBody(template));
  for (const policy of policies) {
    fs.writeFileSync(fileOf(policy), `${JSON.stringify(policy.content, null, 2)}\n`);
  }
}
