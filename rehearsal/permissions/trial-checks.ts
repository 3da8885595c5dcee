import * as ecr from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import { ACCESS, Identity, Level, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { StageName } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { isAllowed } from '../observe/refusal';
import { testManifest } from '../observe/test-image';
import { ECR_ACTIONS } from './ecr-actions';
import { actAs } from './identities';
import { PermissionCheck } from './permission-check';
import { isSameIdentity, Registry } from './registries';

export const LEVELS: readonly Level[] = ['Authorize', 'Read', 'Write', 'Metadata'];

export const IDENTITIES: readonly Identity[] = ['Developers', 'EndUsers', 'GitHub'];

/** The levels that each identity was found to have in each stage. */
export type ObservedAccess = Readonly<Record<StageName, Readonly<Record<Identity, readonly Level[]>>>>;

/** Errors of a call that is allowed: what it asked for is not there, or not offered by the local account. */
const ERRORS_OF_ALLOWED_CALLS = [
  'ImageTagAlreadyExistsException',
  'InvalidAction',
  'RepositoryPolicyNotFoundException',
];

type Command = Parameters<ecr.ECRClient['send']>[0];
const COMMANDS = ecr as unknown as Readonly<Record<string, new (input: object) => Command>>;

/** What one identity of a registry could call on one registry. */
interface Trial {
  readonly registry: Registry;
  readonly identity: Identity;
  readonly target: Registry;
  readonly allowed: ReadonlySet<string>;
}

/**
 * Has every identity of every stage try every action of ECR on every registry of its image.
 *
 * An end user of a stage that has no group for them is a user without any permission. Identities try at the same
 * time, each one action after the other: no call waits for another identity.
 */
export async function checkByTrying(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<{ readonly checks: PermissionCheck[]; readonly observed: ObservedAccess }> {
  const trials = await Promise.all(
    registries.flatMap((registry) => {
      const targets = registries.filter(({ image }) => image.name === registry.image.name);
      return IDENTITIES.map((identity) => tryAsIdentity(account, registry, identity, targets));
    }),
  );
  return { checks: trials.flat().flatMap(checksOf), observed: observedIn(trials.flat()) };
}

function tryAsIdentity(
  account: LocalAccount,
  registry: Registry,
  identity: Identity,
  targets: readonly Registry[],
): Promise<Trial[]> {
  return actAs(account, registry, identity, async (credentials) => {
    const client = new ecr.ECRClient({ ...account.sdk(credentials), maxAttempts: 1 });
    const trials: Trial[] = [];
    for (const target of targets) {
      trials.push({ registry, identity, target, allowed: await allowedActions(client, target) });
    }
    return trials;
  });
}

/** The actions that a client is allowed to call on a registry. */
async function allowedActions(client: ecr.ECRClient, registry: Registry): Promise<ReadonlySet<string>> {
  const input = inputFor(registry);
  const allowed = new Set<string>();
  for (const action of ECR_ACTIONS) {
    const command = new COMMANDS[`${action.slice('ecr:'.length)}Command`](input);
    if (await isCallAllowed(client.send(command))) allowed.add(action);
  }
  return allowed;
}

/** Whether a call is allowed, though it may fail for another reason. */
async function isCallAllowed(call: Promise<unknown>): Promise<boolean> {
  const answered = call.catch((error: Error) => {
    if (!ERRORS_OF_ALLOWED_CALLS.includes(error.name)) throw error;
  });
  return isAllowed(answered, ['AccessDeniedException']);
}

/** One input that has what any of the commands asks for; each takes its own members of it. */
function inputFor({ repositoryArn }: Registry): object {
  const repositoryName = repositoryArn.split(':repository/')[1];
  const imageManifest = testManifest(repositoryName);
  const layer = Buffer.from('rehearsal');
  const layerDigest = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
  return {
    repositoryName,
    repositoryNames: [repositoryName],
    resourceArn: repositoryArn,
    imageManifest,
    imageTag: 'tried',
    imageId: { imageTag: 'tried' },
    imageIds: [{ imageTag: 'tried' }],
    layerDigest,
    layerDigests: [layerDigest],
    layerPartBlob: layer,
    partFirstByte: 0,
    partLastByte: layer.length - 1,
    uploadId: '00000000-0000-0000-0000-000000000000',
  };
}

function checksOf({ registry, identity, target, allowed }: Trial): PermissionCheck[] {
  const granted = new Set(ACCESS[registry.stageName][identity].flatMap((level) => LEVEL_ACTIONS[level]));
  return ECR_ACTIONS.map((action) => {
    const isForAll = action === 'ecr:GetAuthorizationToken';
    const isExpected =
      !registry.image.retired &&
      granted.has(action) &&
      (isForAll || isSameIdentity(identity, registry, target));
    return {
      question: `${registry.stackName} ${identity}: ${action} tried on ${target.repositoryArn}`,
      expected: isExpected ? 'allowed' : 'refused',
      actual: allowed.has(action) ? 'allowed' : 'refused',
    };
  });
}

/** The levels all of whose actions were allowed, of every image. */
function observedIn(trials: readonly Trial[]): ObservedAccess {
  const levelsOf = (stageName: StageName, identity: Identity) => {
    const own = trials.filter(
      (trial) =>
        trial.identity === identity &&
        trial.target === trial.registry &&
        trial.registry.stageName === stageName,
    );
    return LEVELS.filter((level) =>
      LEVEL_ACTIONS[level].every((action) => own.every(({ allowed }) => allowed.has(action))),
    );
  };
  const inStage = (stageName: StageName) => ({
    Developers: levelsOf(stageName, 'Developers'),
    EndUsers: levelsOf(stageName, 'EndUsers'),
    GitHub: levelsOf(stageName, 'GitHub'),
  });
  return { Development: inStage('Development'), Master: inStage('Master'), Release: inStage('Release') };
}
