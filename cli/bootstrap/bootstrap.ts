import * as fs from 'node:fs';
import * as path from 'node:path';
import { refusePlaceholders } from '../../lib/config/placeholders';
import { askYesOrNo } from '../shared/terminal/ask';
import { Print } from '../shared/terminal/print';
import { Account } from './account';
import { deploy } from './deploy';
import { isDone, isUnchanged, Plan } from './plan/plan';
import { readReport, ReportOptions } from './report';
import { Place } from './settings/place';
import type { Settings } from './settings/settings';
import { showReport } from './show-report';
import { createStackOfCli } from './stacks/empty-stacks';
import { templateBody } from './toolkit/toolkit-template';

export interface BootstrapOptions extends ReportOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/**
 * Shows what is going to be done in each environment, asks, and does it.
 *
 * @param chosen The environments. @default - those in the caller's account
 * @returns the exit code
 * @throws Error when the repository is still the shipped one, and the account no local one
 */
export async function bootstrap(
  distribution: Settings,
  chosen: readonly Place[],
  options: BootstrapOptions,
  print: Print,
): Promise<number> {
  refusePlaceholders([distribution.source.repository], process.env.AWS_ENDPOINT_URL);
  // Both the SDK and the CDK CLI read it.
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const account = await Account.ofCaller();
  print(`You are ${account.caller}\n`);
  const report = await readReport(account, distribution, chosen, options);
  for (const plan of report.plans) write(plan);
  print(showReport(report));
  return carryOut(report.plans, account, distribution.name, options, print);
}

/** @returns the exit code */
async function carryOut(
  plans: readonly Plan[],
  account: Account,
  name: string,
  options: BootstrapOptions,
  print: Print,
): Promise<number> {
  if (options.dryRun) {
    print('Nothing was changed: this was a dry run.');
    return 0;
  }
  const comparisons = plans.flatMap((plan) => plan.comparisons);
  if (comparisons.some(({ state }) => state === 'missing' || state === 'in the way')) {
    print('Nothing was changed: do first what is said above of what is missing or in the way.');
    return 1;
  }
  const isChangedByHand = comparisons.some(({ state }) => state === 'by hand');
  const changed = plans.filter((plan) => !isDone(plan));
  if (changed.length > 0 && !options.yes && !(await confirm())) {
    print('Nothing was changed.');
    return 1;
  }
  for (const plan of changed) {
    if (!isUnchanged(plan)) await deploy(plan, account);
    if (plan.emptyStack) await createStackOfCli(plan.emptyStack, plan.environment, name);
  }
  if (isChangedByHand) print('A policy was changed by hand, and still is: do what is said of it above.');
  else if (changed.length === 0) print('Everything is up to date; nothing to do.');
  return isChangedByHand ? 1 : 0;
}

/** @throws Error when the input ends without an answer */
async function confirm(): Promise<boolean> {
  const answer = await askYesOrNo('Do this? (yes/no)');
  if (answer !== undefined) return answer;
  throw new Error('Nothing was changed: no answer was given; say --yes to do it without asking');
}

/** Writes what is going to be deployed, for the CLI and for whoever wants to read it. */
function write({ file, fileOf, template, policies }: Plan): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, templateBody(template));
  for (const policy of policies) {
    fs.writeFileSync(fileOf(policy), `${JSON.stringify(policy.content, null, 2)}\n`);
  }
}
