import { Environment, environmentsOf } from '../../../cli/bootstrap/settings/environments';
import { documentsFor, ManagedPolicy, managedPolicy } from '../../../cli/bootstrap/toolkit/policy-documents';
import { DistributionInput } from '../../../lib/config';
import { exampleDistribution } from '../../lib/example-distribution';
import { groupBy } from './group-by';
import { DeployedStack, HERE, stacksOf } from './templates';

/** What a distribution has in one account and region, and the policies that the bootstrap makes there. */
export interface Deployment {
  readonly environment: Environment;
  readonly stacks: readonly DeployedStack[];
  readonly policies: readonly ManagedPolicy[];
}

/** Distributions environment by environment; where several have the same policies, they are one. */
export function deploymentsOfAll(changes: readonly Partial<DistributionInput>[]): Deployment[] {
  const alike = groupBy(changes.flatMap(deploymentsOf), ({ policies }) => JSON.stringify(policies));
  return alike.map((group) => ({ ...group[0], stacks: group.flatMap(({ stacks }) => stacks) }));
}

function deploymentsOf(changes: Partial<DistributionInput>): Deployment[] {
  const distribution = exampleDistribution(changes);
  const all = environmentsOf(distribution, HERE);
  const stacks = stacksOf(distribution);
  return all.map((environment) => ({
    environment,
    stacks: stacks.filter(
      ({ account, region }) => account === environment.account && region === environment.region,
    ),
    policies: documentsFor(environment, all).map((document) =>
      managedPolicy(document, environment, distribution, all),
    ),
  }));
}
