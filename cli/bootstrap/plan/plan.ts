import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compareToolkit } from './compare-toolkit';
import { Comparison } from './comparison';
import { stackOfCli } from '../stacks/empty-stacks';
import { Environment } from '../settings/environments';
import { QUALIFIER, TOOLKIT_STACK, toolkitName } from '../../../lib/names';
import { PolicyInForce } from './policies-in-force';
import { documentsFor, ManagedPolicy, managedPolicy } from '../toolkit/policy-documents';
import type { Settings } from '../settings/settings';
import { Template, toolkitTemplate, VARIANT } from '../toolkit/toolkit-template';

/** A toolkit's template, and the other accounts that may deploy through it. */
export interface Toolkit {
  readonly template: Template;
  readonly trusts: readonly string[];
}

/** What is going to be done in one environment. */
export interface Plan extends Toolkit {
  readonly environment: Environment;
  readonly policies: readonly ManagedPolicy[];

  /** The toolkit as it stands. @default - there is none */
  readonly current?: Toolkit;

  /** A stack that is made with nothing in it, for the CDK CLI to deploy. @default - there is one, or none is needed */
  readonly emptyStack?: string;

  /** How each part of the toolkit differs from what the account has. */
  readonly comparisons: readonly Comparison[];

  /** Where the template is written, for the CLI and for whoever wants to read it. */
  readonly file: string;

  /** Where the document of each policy is written. */
  readonly fileOf: (policy: ManagedPolicy) => string;

  /** Arguments of `cdk`. */
  readonly command: readonly string[];
}

export interface PlanProps {
  readonly distribution: Settings;
  readonly environment: Environment;
  readonly all: readonly Environment[];

  /** AWS's own template, as the CLI prints it. */
  readonly source: string;
  readonly current?: Toolkit;

  /** Whether the stack is there that the CDK CLI deploys here. */
  readonly isStackThere: boolean;

  /** The policies as the account has them, by their ARNs; one that it does not have is not there. */
  readonly inForce: ReadonlyMap<string, PolicyInForce>;

  /** Accounts to be trusted besides the pipeline's. */
  readonly trust: readonly string[];
  readonly profile?: string;

  /** Folder in which the template and the documents are written. */
  readonly output: string;
}

export function makePlan(props: PlanProps): Plan {
  const { distribution, environment, all, source, current, inForce, trust, profile, output } = props;
  const emptyStack = props.isStackThere ? undefined : stackOfCli(environment);
  const { account, region } = environment;
  const policies = policiesOf(distribution, environment, all);
  const arnOf = (policy: ManagedPolicy) => policyArn(policy, environment);
  const fileOf = ({ policyName }: ManagedPolicy) => path.resolve(output, `${policyName}.json`);
  const template = toolkitTemplate(source, environment, policies, distribution.name);
  const comparisons = compareToolkit({
    current: current?.template,
    template,
    policies,
    inForce,
    fileOf,
    arnOf,
    executionRole: toolkitName('cfn-exec-role', { account, region }),
    aws: (command) => `  aws ${command}${profile ? ` --profile ${profile}` : ''}`,
  });
  const trusts = [...new Set([...(environment.trusts ? [environment.trusts] : []), ...trust])].sort();
  // Absolute, because the CLI runs in another folder.
  const file = path.resolve(output, `${TOOLKIT_STACK}-${account}-${region}.json`);
  const executionPolicies = policies.filter(({ isOfExecution }) => isOfExecution).map(arnOf);
  const isOfAnother = current !== undefined && variantOf(current.template) !== VARIANT;
  const command = [
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
  ];
  return { environment, file, fileOf, template, policies, current, emptyStack, comparisons, trusts, command };
}

/** The policies that an environment is to have. */
export function policiesOf(
  settings: Settings,
  environment: Environment,
  all: readonly Environment[],
): ManagedPolicy[] {
  return documentsFor(environment, all).map((file) => managedPolicy(file, environment, settings, all));
}

export function policyArn({ policyName }: ManagedPolicy, { partition, account }: Environment): string {
  return `arn:${partition}:iam::${account}:policy/${policyName}`;
}

/** Whether there is nothing to do. */
export function isDone(plan: Plan): boolean {
  return isUnchanged(plan) && plan.emptyStack === undefined;
}

/** Whether the toolkit is as it is to be. */
export function isUnchanged({ current, template, trusts }: Plan): boolean {
  const sorted = current && { ...current, trusts: [...current.trusts].sort() };
  return isDeepStrictEqual(sorted, { template, trusts });
}

/** Accounts that may deploy as it stands, and are not to. */
export function untrustedBy(trusts: readonly string[], current: Toolkit | undefined): string[] {
  return current?.trusts.filter((trusted) => !trusts.includes(trusted)) ?? [];
}

function variantOf({ Parameters }: Template): string | undefined {
  return Parameters?.BootstrapVariant?.Default;
}
