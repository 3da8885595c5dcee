import { IAMClient } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../emulators/account/local-account';
import { CONFIGURATIONS } from '../lib/pipeline/configurations';
import { openAccount, START_TIMEOUT } from '../emulators/account/support/open-account';
import { Deployment, deploymentsOfAll } from './needed/deployments';
import { grantsOf } from './needed/grants';
import { identityGrants } from './needed/identity-grants';
import { NeededPermission, neededPermissions } from './needed/needed-permissions';
import { refused } from './needed/simulate';
import { DeployedStack } from './needed/templates';

/** A connection whose ARN has the older prefix of the service, which a configuration may name too. */
const OLDER_CONNECTION =
  'arn:aws:codestar-connections:eu-west-1:111111111111:connection/0a1b2c3d-0000-4000-8000-000000000000';

/** A connection that was created in another region than the pipeline's. */
const CONNECTION_ELSEWHERE =
  'arn:aws:codeconnections:us-east-1:111111111111:connection/0a1b2c3d-0000-4000-8000-000000000000';

/** So many that the approval is in `Release.1`; retired, which leaves little else to decide. */
const FIFTY_IMAGES = Array.from({ length: 50 }, (_, index) => ({
  name: `Image${index}`,
  repository: 'your-org/images',
  subject: 'classic' as const,
  retired: true,
}));

const deployments = deploymentsOfAll([
  ...CONFIGURATIONS.map(({ changes }) => changes),
  { source: { repository: 'your-org/image-distribution', connectionArn: OLDER_CONNECTION } },
  {
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    source: { repository: 'your-org/image-distribution', connectionArn: CONNECTION_ELSEWHERE },
  },
  { images: FIFTY_IMAGES },
]);

/** Hundreds of decisions are asked of the account. */
const TIMEOUT = 180_000;

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

type PermissionsOf = (stack: DeployedStack) => NeededPermission[];

/** What is asked in one environment, each once. */
function permissionsIn({ stacks }: Deployment, permissionsOf: PermissionsOf): NeededPermission[] {
  const key = ({ action, resource, context }: NeededPermission) =>
    JSON.stringify([action, resource, context]);
  return [
    ...new Map(stacks.flatMap(permissionsOf).map((permission) => [key(permission), permission])).values(),
  ];
}

function policiesIn({ policies }: Deployment, isMeant: (document: string) => boolean) {
  return policies.filter(({ document }) => isMeant(document));
}

/** Permissions that are needed and that no policy of the environment gives, with what they are needed for. */
async function missing(
  isMeant: (document: string) => boolean,
  permissionsOf: PermissionsOf,
): Promise<string[]> {
  const answers: NeededPermission[] = [];
  // One environment after the other: the account takes no more connections than there are questions of one.
  for (const deployment of deployments) {
    const documents = policiesIn(deployment, isMeant).map(({ content }) => JSON.stringify(content));
    answers.push(...(await refused(iam, documents, permissionsIn(deployment, permissionsOf))));
  }
  return answers.map(({ action, resource, reason }) => `${action} on ${resource}, for ${reason}`);
}

/** Permissions that are given and that nothing needs, in any environment. */
async function unused(
  isMeant: (document: string) => boolean,
  permissionsOf: PermissionsOf,
): Promise<string[]> {
  const used = new Map<string, boolean>();
  for (const deployment of deployments) {
    const permissions = permissionsIn(deployment, permissionsOf);
    await Promise.all(
      policiesIn(deployment, isMeant)
        .flatMap((policy) => grantsOf(policy, deployment))
        .map(async ({ name, action, document }) => {
          if (used.get(name)) return;
          const asked = permissions.filter((permission) => permission.action === action);
          const isUsed = (await refused(iam, [document], asked)).length < asked.length;
          used.set(name, isUsed || used.get(name) === true);
        }),
    );
  }
  return [...used].filter(([, isUsed]) => !isUsed).map(([name]) => name);
}

describe.each([
  {
    what: 'what CloudFormation needs to create, change and delete the templates',
    where: 'the execution policies',
    isMeant: (document: string) => document.startsWith('cloudformation-execution'),
    permissionsOf: neededPermissions,
  },
  {
    what: 'what the roles of the templates may do',
    where: 'the permissions boundary',
    isMeant: (document: string) => document === 'permissions-boundary',
    permissionsOf: (stack: DeployedStack) => identityGrants(stack, 'Role'),
  },
  {
    what: 'what the groups of the templates may do',
    where: 'the boundary of users',
    isMeant: (document: string) => document === 'user-boundary',
    permissionsOf: (stack: DeployedStack) => identityGrants(stack, 'Group'),
  },
])('$what', ({ where, isMeant, permissionsOf }) => {
  test(
    `is in ${where}`,
    async () => {
      expect(deployments.flatMap((deployment) => permissionsIn(deployment, permissionsOf))).not.toEqual([]);
      expect(await missing(isMeant, permissionsOf)).toEqual([]);
    },
    TIMEOUT,
  );

  test(
    `is all of ${where}`,
    async () => {
      expect(deployments.flatMap((deployment) => policiesIn(deployment, isMeant))).not.toEqual([]);
      expect(await unused(isMeant, permissionsOf)).toEqual([]);
    },
    TIMEOUT,
  );
});
