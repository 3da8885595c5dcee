import type { PolicyDocument } from '../../../cli/bootstrap/toolkit/policy-document';
import { ACCESS, Identity, LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { repositoryName } from '../../../lib/names';
import { deploymentsOfAll } from '../../policies/needed/deployments';
import { identityGrants } from '../../policies/needed/identity-grants';
import { Call, allowedBy } from './allowed-by';

const BOUNDARIES = { Role: 'permissions-boundary', Group: 'user-boundary' } as const;

/** Whose permissions differ: groups of each image or of all, and artifacts that cross accounts and regions. */
const deployments = deploymentsOfAll([
  {},
  { groups: 'shared' },
  {
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Release: { account: '222222222222', region: 'eu-central-1' } },
  },
]);

type Deployment = (typeof deployments)[number];

/** A boundary as the bootstrap makes it in an environment. */
function boundaryOf({ policies }: Deployment, holder: keyof typeof BOUNDARIES): PolicyDocument {
  const found = policies.find(({ document }) => document === BOUNDARIES[holder]);
  if (!found) throw new Error(`the bootstrap makes no ${BOUNDARIES[holder]}, expected one everywhere`);
  return found.content;
}

/** What a boundary takes away from what is granted, as a user would add it to the boundary. */
function beyond(boundary: PolicyDocument, calls: readonly Call[]): string[] {
  return calls
    .filter((call) => !allowedBy(boundary, call))
    .map(({ action, resource }) => `${action} on ${resource}`);
}

const everybody = STAGE_NAMES.flatMap((stageName) =>
  (['Developers', 'EndUsers', 'GitHub'] as const).map((identity): [StageName, Identity] => [
    stageName,
    identity,
  ]),
).filter(([stageName, identity]) => ACCESS[stageName][identity].length > 0);

test('the tables give at least one identity a level in every stage', () => {
  expect(new Set(everybody.map(([stageName]) => stageName))).toEqual(new Set(STAGE_NAMES));
});

test.each(everybody)(
  'what the table of %s gives %s is within their boundary in policies/',
  (stageName, identity) => {
    const { environment } = deployments[0];
    const name = repositoryName('slipway', { repositoryName: 'sample-image' }, stageName);
    const repository = `arn:aws:ecr:${environment.region}:${environment.account}:repository/${name}`;
    const calls = ACCESS[stageName][identity].flatMap((level) =>
      LEVEL_ACTIONS[level].map((action) => ({
        action,
        resource: level === 'Authorize' ? '*' : repository,
        context: {},
      })),
    );
    const boundary = boundaryOf(deployments[0], identity === 'GitHub' ? 'Role' : 'Group');
    expect(calls.length).toBeGreaterThan(0);
    expect(beyond(boundary, calls)).toEqual([]);
  },
);

test.each(['Role', 'Group'] as const)(
  'what the templates give a %s is within its boundary in policies/',
  (holder) => {
    const granted = deployments.map((deployment) => ({
      boundary: boundaryOf(deployment, holder),
      calls: deployment.stacks.flatMap((stack) => identityGrants(stack, holder)),
    }));
    expect(granted.flatMap(({ calls }) => calls).length).toBeGreaterThan(50);
    expect(granted.flatMap(({ boundary, calls }) => beyond(boundary, calls))).toEqual([]);
  },
);
