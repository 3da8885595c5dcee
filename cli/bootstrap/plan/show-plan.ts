import * as path from 'node:path';
import { Comparison } from './comparison';
import { stackNames } from '../toolkit/deploy-role';
import { TOOLKIT_STACK, toolkitName } from '../../../lib/names';
import { isUnchanged, Plan, Toolkit, untrustedBy } from './plan';

const COLUMNS = 80;

/** The plan for a person to read, on lines of 80 columns where names allow it. */
export function showPlan(plan: Plan): string {
  const { environment, current, emptyStack, comparisons, trusts, file } = plan;
  const { account, region } = environment;
  const untrusted = untrustedBy(trusts, current);
  const stackState = !current ? 'create' : isUnchanged(plan) ? 'leave as it is' : 'update';
  return [
    `Account ${account}, region ${region}`,
    `  stack ${TOOLKIT_STACK}: ${stackState}`,
    ...comparisons.flatMap(showComparison),
    ...(emptyStack ? [`  stack ${emptyStack}: create, with nothing in it, for 'npx cdk deploy'`] : []),
    `  policies are called ${toolkitName('…', { account, region })}; to read`,
    `    them and the template, look into ${path.dirname(file)}`,
    ...wrapped('the deploy role reaches the stacks', stackNames(environment)),
    '    if they carry the tag of the distribution',
    ...wrapped('accounts that may deploy here:', [
      account,
      ...trusts.map((trusted) => trustState(trusted, current)),
    ]),
    ...(untrusted.length > 0 ? wrapped('accounts that may not any more:', untrusted) : []),
    ...showCommand(plan),
  ].join('\n');
}

/** One line, and below it what differs (- as the account has it, + as it is to be) and what to do. */
function showComparison({ title, state, diff = [], hint = [] }: Comparison): string[] {
  return [
    `    ${state.padEnd(10)} ${title}`,
    ...diff.map((line) => `      ${line}`),
    ...hint.map((line) => `      ! ${line}`),
  ];
}

/** As it would be entered; in another folder than the checkout's, so that the CLI reads no `cdk.json`. */
function showCommand({ command }: Plan): string[] {
  const [name, place, ...options] = command;
  const lines = [`cdk ${name} ${place}`, ...options.map((option) => `  ${option}`)];
  return [
    '  in an empty folder, where no cdk.json is:',
    ...lines.map((line, index) => `    ${line}${index < lines.length - 1 ? ' \\' : ''}`),
  ];
}

/** Names behind a few words, on as many lines as they take. */
function wrapped(words: string, names: readonly string[]): string[] {
  const parts = names.map((name, index) => (index < names.length - 1 ? `${name},` : name));
  return parts.reduce<string[]>(
    (lines, part) => {
      const last = lines[lines.length - 1];
      return last.length + 1 + part.length > COLUMNS
        ? [...lines, `    ${part}`]
        : [...lines.slice(0, -1), `${last} ${part}`];
    },
    [`  ${words}`],
  );
}

function trustState(trusted: string, current: Toolkit | undefined): string {
  return current && !current.trusts.includes(trusted) ? `${trusted} (not yet)` : trusted;
}
