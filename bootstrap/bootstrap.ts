import * as fs from 'node:fs';
import * as path from 'node:path';
import * as readline from 'node:readline';
import { Distribution } from '../lib/config';
import { Account } from './account';
import { cdk } from './cdk';
import { createEmptyStack, stackOfCli } from './empty-stacks';
import { Environment, environmentsOf, Place } from './environments';
import { otherAccounts } from './other-accounts';
import { isUnchanged, makePlan, Plan, showPlan } from './plan';
import { templateBody } from './toolkit-template';

export interface BootstrapOptions {
  /** Profile of the AWS CLI to act as. @default - whoever the environment says */
  readonly profile?: string;
  readonly trust: readonly string[];
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/**
 * Shows what is going to be done in each environment, asks, and does it.
 *
 * @param names Environments as `aws://ACCOUNT/REGION`. @default - those in the caller's account
 * @returns the exit code
 * @throws Error when an environment has nothing of the distribution, or an account is not the caller's
 */
export async function bootstrap(
  distribution: Distribution,
  names: readonly string[],
  options: BootstrapOptions,
): Promise<number> {
  options.trust.forEach(expectAccount);
  const chosen = names.map(parseName);
  // Both the SDK and the CDK CLI read it.
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const account = await Account.ofCaller();
  console.log(`You are ${account.caller}\n`);
  const all = environmentsOf(distribution, chosen[0] ?? account.place);
  const environments = choose(all, chosen, account.place);
  const source = await bootstrapTemplate();
  const plans: Plan[] = [];
  for (const environment of environments) {
    const current = await account.currentToolkit(environment.region);
    plans.push(makePlan({ distribution, environment, all, source, current, ...options }));
  }
  for (const plan of plans) {
    fs.mkdirSync(path.dirname(plan.file), { recursive: true });
    fs.writeFileSync(plan.file, templateBody(plan.template));
    console.log(`${showPlan(plan)}\n`);
  }
  for (const line of await otherAccounts(all, account.place.account)) console.log(line);
  if (options.dryRun) {
    console.log('Nothing was changed: this was a dry run.');
    return 0;
  }
  if (plans.every(isUnchanged)) {
    console.log('Everything is as it should be; nothing to do.');
    return 0;
  }
  if (!options.yes && !(await agrees())) {
    console.log('Nothing was changed.');
    return 1;
  }
  for (const plan of plans) {
    if (!isUnchanged(plan)) await deploy(plan, account);
    const stack = stackOfCli(plan.environment);
    if (stack) await createEmptyStack(stack, plan.environment, distribution.name).catch(() => undefined);
  }
  return 0;
}

/** AWS's own template, as the CLI of this project has it. */
async function bootstrapTemplate(): Promise<string> {
  const { succeeded, stdout, output } = await cdk(['bootstrap', '--show-template'], { quiet: true });
  if (!succeeded)
    throw new Error(`'npx cdk bootstrap --show-template' failed, expected a template:\n${output}`);
  return stdout;
}

/** @throws Error that names the right that was missing, when CloudFormation or its caller was refused */
async function deploy({ command, environment }: Plan, account: Account): Promise<void> {
  const { succeeded, output } = await cdk(command);
  if (succeeded) return;
  await account.removeFailedToolkit(environment.region);
  const text = output.replace(/\s+/g, ' '); // the CLI wraps long lines
  const refused = /not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(text);
  const where = `account ${environment.account}, region ${environment.region}`;
  throw new Error(
    refused
      ? `The bootstrap of ${where} was refused: the right ${refused[1]} on ${refused[2] ?? '*'} is missing. Nothing was changed there. Ask for the right, or run it as an administrator`
      : `The bootstrap of ${where} failed; CloudFormation says why above. Nothing was changed there`,
  );
}

/** The environments to bootstrap. */
function choose(all: readonly Environment[], chosen: readonly Place[], here: Place): Environment[] {
  const list = all.map(({ account, region }) => `aws://${account}/${region}`).join(', ');
  const foreign = chosen.find(({ account }) => account !== here.account);
  if (foreign) {
    throw new Error(
      `aws://${foreign.account}/${foreign.region} is not in account ${here.account}, whose credentials you have; use those of ${foreign.account}, with --profile for instance`,
    );
  }
  if (chosen.length === 0) {
    const own = all.filter(({ account }) => account === here.account);
    if (own.length > 0) return own;
    throw new Error(
      `distribution.config.ts puts nothing into account ${here.account}, whose credentials you have, expected one of ${list}; use the credentials of that account, with --profile for instance`,
    );
  }
  return chosen.map((place) => {
    const found = all.find(({ account, region }) => account === place.account && region === place.region);
    if (found) return found;
    throw new Error(
      `distribution.config.ts puts nothing into aws://${place.account}/${place.region}, expected one of ${list}; change the configuration first, or name one of these`,
    );
  });
}

function parseName(name: string): Place {
  const [, account, region] = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(name) ?? [];
  if (account) return { account, region };
  throw new Error(
    `'${name}' is no environment, expected aws://ACCOUNT/REGION such as aws://111111111111/eu-west-1`,
  );
}

function expectAccount(account: string): void {
  if (!/^\d{12}$/.test(account)) {
    throw new Error(`--trust '${account}' is no account, expected its 12 digits`);
  }
}

/** @throws Error when nobody is there to answer */
async function agrees(): Promise<boolean> {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  terminal.setPrompt('Do this? [y/N] ');
  const answer = await new Promise<string | undefined>((resolve) => {
    terminal.once('line', resolve);
    terminal.once('close', () => resolve(undefined));
    terminal.prompt();
  });
  terminal.close();
  if (answer !== undefined) return /^y(es)?$/i.test(answer.trim());
  throw new Error('\nNothing was changed: nobody answered; say --yes to do it without asking');
}
