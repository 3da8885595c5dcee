import * as ecr from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import { ACCESS, Identity, Level, LEVEL_ACTIONS } from '../../lib/access/permission-tables';
import { StageName } from '../../lib/config';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { testManifest } from '../observe/test-image';
import { Decision, ECR_ACTIONS } from './access-decisions';
import { actAs } from './identities';
import { isSameIdentity, Registry } from './registries';

export const LEVELS: readonly Level[] = ['Authorize', 'Read', 'Write', 'Metadata'];

export const IDENTITIES: readonly Identity[] = ['Developers', 'EndUsers', 'GitHub'];

/** The levels that were found open to each identity in each stage. */
export type ObservedAccess = Readonly<Record<StageName, Readonly<Record<Identity, readonly Level[]>>>>;

/** Errors of a call that was let through: what it asked for is not there, or not offered by the local account. */
const LET_THROUGH = ['ImageTagAlreadyExistsException', 'InvalidAction', 'RepositoryPolicyNotFoundException'];

type Command = Parameters<ecr.ECRClient['send']>[0];
const COMMANDS = ecr as unknown as Readonly<Record<string, new (input: object) => Command>>;

/**
 * Has every identity of every stage try every action of ECR on every registry of its image.
 *
 * An end user of a stage that has no group for them is somebody without any right.
 */
export async function tryAccess(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<{ readonly decisions: Decision[]; readonly observed: ObservedAccess }> {
  const trials: Trial[] = [];
  for (const registry of registries) {
    const targets = registries.filter(({ image }) => image.name === registry.image.name);
    for (const identity of IDENTITIES) {
      await actAs(account, registry, identity, async (credentials) => {
        for (const target of targets) {
          trials.push({
            registry,
            identity,
            target,
            allowed: await tryRegistry(account, credentials, target),
          });
        }
      });
    }
  }
  return { decisions: trials.flatMap(judge), observed: observe(trials) };
}

/** What one identity of a registry could call on one registry. */
interface Trial {
  readonly registry: Registry;
  readonly identity: Identity;
  readonly target: Registry;
  readonly allowed: ReadonlySet<string>;
}

function judge({ registry, identity, target, allowed }: Trial): Decision[] {
  const granted = new Set(ACCESS[registry.stageName][identity].flatMap((level) => LEVEL_ACTIONS[level]));
  return ECR_ACTIONS.map((action) => {
    const everywhere = action === 'ecr:GetAuthorizationToken';
    const expected =
      !registry.image.retired &&
      granted.has(action) &&
      (everywhere || isSameIdentity(identity, registry, target));
    return {
      question: `${registry.stackName} ${identity}: ${action} tried on ${target.repositoryArn}`,
      expected: expected ? 'allowed' : 'refused',
      decided: allowed.has(action) ? 'allowed' : 'refused',
    };
  });
}

/** The levels all of whose actions were let through, of every image. */
function observe(trials: readonly Trial[]): ObservedAccess {
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
  const ofStage = (stageName: StageName) => ({
    Developers: levelsOf(stageName, 'Developers'),
    EndUsers: levelsOf(stageName, 'EndUsers'),
    GitHub: levelsOf(stageName, 'GitHub'),
  });
  return { Development: ofStage('Development'), Master: ofStage('Master'), Release: ofStage('Release') };
}

/** The actions that somebody may call on a registry. */
async function tryRegistry(
  account: LocalAccount,
  credentials: Credentials,
  registry: Registry,
): Promise<ReadonlySet<string>> {
  const client = new ecr.ECRClient({ ...account.sdk(credentials), maxAttempts: 1 });
  const allowed = new Set<string>();
  for (const action of ECR_ACTIONS) {
    const command = new COMMANDS[`${action.slice('ecr:'.length)}Command`](inputFor(registry));
    if (await isLetThrough(client.send(command))) allowed.add(action);
  }
  return allowed;
}

async function isLetThrough(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'AccessDeniedException') return false;
    if (LET_THROUGH.includes(name)) return true;
    throw error;
  }
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
