import { Environment, environmentsOf } from '../../../../cli/bootstrap/settings/environments';
import { awsTemplate } from '../../../../cli/bootstrap/toolkit/toolkit-template';
import { makePlan, Plan, PlanProps } from '../../../../cli/bootstrap/plan/plan';
import { exampleDistribution } from '../../../lib/example-distribution';

const distribution = exampleDistribution({
  name: 'acme',
  pipeline: { account: '111111111111', region: 'eu-west-1' },
  stages: { Release: { account: '222222222222' } },
});
const all = environmentsOf(distribution, { account: '', region: '' });

/** The pipeline's account, with two stages, and the one of Release. */
export const [home, other] = all;

/** What would be done in one of the two, in which nothing is yet. */
export function plan(environment: Environment, changes: Partial<PlanProps> = {}): Plan {
  return makePlan({
    distribution,
    environment,
    all,
    source: awsTemplate(),
    inForce: new Map(),
    isStackThere: false,
    trust: [],
    output: '/out',
    ...changes,
  });
}
