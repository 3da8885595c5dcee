import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { context, toolkitStackName } from '../cdk.json';
import { Distribution } from '../lib/config';
import { documentsFor, ManagedPolicy, managedPolicy } from './policy-documents';
import { stackNames } from './deploy-role';
import { Environment } from './environments';
import { logicalId, Template, toolkitTemplate, VARIANT } from './toolkit-template';

export const TOOLKIT_STACK = toolkitStackName;
const QUALIFIER = context['@aws-cdk/core:bootstrapQualifier'];

/** A toolkit's template, and the other accounts that may deploy through it. */
export interface Toolkit {
  readonly template: Template;
  readonly trusts: readonly string[];
}

/** What is going to be done in one environment. */
export interface Plan extends Toolkit {
  readonly environment: Environment;
  readonly policies: readonly ManagedPolicy[];

  /** The toolkit as it stands. @default - there is none, or nobody could look */
  readonly current?: Toolkit;

  /** Where the template is written, for the CLI and for whoever wants to read it. */
  readonly file: string;

  /** Arguments of `cdk`. */
  readonly command: readonly string[];
}

export interface PlanProps {
  readonly distribution: Distribution;
  readonly environment: Environment;
  readonly all: readonly Environment[];

  /** AWS's own template, as the CLI prints it. */
  readonly source: string;
  readonly current?: Toolkit;

  /** Accounts to be trusted besides the pipeline's. */
  readonly trust: readonly string[];
  readonly profile?: string;
}

export function makePlan(props: PlanProps): Plan {
  const { distribution, environment, all, source, current, trust, profile } = props;
  const { name } = distribution;
  const { account, region, partition } = environment;
  const policies = documentsFor(environment, all).map((file) =>
    managedPolicy(file, environment, distribution, all),
  );
  const trusts = [...new Set([...(environment.trusts ? [environment.trusts] : []), ...trust])].sort();
  const executionPolicies = policies
    .filter(({ isOfExecution }) => isOfExecution)
    .map(({ policyName }) => `arn:${partition}:iam::${account}:policy/${policyName}`);
  const isOfAnother = current !== undefined && variantOf(current.template) !== VARIANT;
  const file = path.join('cdk.out', `${TOOLKIT_STACK}-${account}-${region}.json`);
  return {
    environment,
    file,
    template: toolkitTemplate(source, environment, policies, name),
    policies,
    current,
    trusts,
    command: [
      'bootstrap',
      `aws://${account}/${region}`,
      `--qualifier=${QUALIFIER}`,
      `--toolkit-stack-name=${TOOLKIT_STACK}`,
      `--template=${file}`,
      `--cloudformation-execution-policies=${executionPolicies.join(',')}`,
      ...trusts.map((trusted) => `--trust=${trusted}`),
      ...untrustedBy(trusts, current).map((trusted) => `--untrust=${trusted}`),
      ...(isOfAnother ? ['--force'] : []),
      ...(profile ? [`--profile=${profile}`] : []),
    ],
  };
}

/** Whether there is nothing to do. */
export function isUnchanged({ current, template, trusts }: Plan): boolean {
  const sorted = current && { ...current, trusts: [...current.trusts].sort() };
  return isDeepStrictEqual(sorted, { template, trusts });
}

/** The plan for a person to read, on lines of 80 columns where names allow it. */
export function showPlan(plan: Plan): string {
  const { environment, policies, current, trusts, command } = plan;
  const { account, region } = environment;
  const untrusted = untrustedBy(trusts, current);
  const stackState = !current ? 'create' : isUnchanged(plan) ? 'leave as it is' : 'update';
  return [
    `Account ${account}, region ${region}`,
    `  stack ${TOOLKIT_STACK}: ${stackState}`,
    ...policies.map(
      (policy) =>
        `  ${stateOf(policy, current).padEnd(9)} ${policy.policyName} (${policy.characters} characters)`,
    ),
    `  the deploy role reaches the stacks ${stackNames(environment).join(', ')}`,
    `    if they carry the tag of the distribution`,
    `  accounts that may deploy here: ${[account, ...trusts.map((trusted) => trustState(trusted, current))].join(', ')}`,
    ...(untrusted.length > 0 ? [`  accounts that may not any more: ${untrusted.join(', ')}`] : []),
    `  npx cdk ${command.join(' ')}`,
  ].join('\n');
}

/** Accounts that may deploy as it stands, and are not to. */
function untrustedBy(trusts: readonly string[], current: Toolkit | undefined): string[] {
  return current?.trusts.filter((trusted) => !trusts.includes(trusted)) ?? [];
}

function trustState(trusted: string, current: Toolkit | undefined): string {
  return current && !current.trusts.includes(trusted) ? `${trusted} (not yet)` : trusted;
}

function stateOf({ document, content }: ManagedPolicy, current: Toolkit | undefined): string {
  const known = current?.template.Resources[logicalId(document)];
  if (!known) return 'new';
  return isDeepStrictEqual(known.Properties.PolicyDocument, content) ? 'unchanged' : 'changed';
}

function variantOf({ Parameters }: Template): string | undefined {
  return Parameters?.BootstrapVariant?.Default;
}
