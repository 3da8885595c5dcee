import { SECRETS_VARIABLE } from '../../../../lib/names';
import { Change } from '../change';
import { read } from '../../gh';
import { WantedEnvironment } from '../../configuration/wanted-environments';
import { environmentArgument } from './environment-name';
import { SecretPurpose } from './secret-purpose';

/** GitHub Docs, "REST API endpoints for GitHub Actions Secrets". */
interface Secrets {
  readonly secrets: readonly { readonly name: string; readonly updated_at: string }[];
}

/**
 * What has to change for an environment's secrets.
 *
 * A secret cannot be read, so one is set again that is for another registry, or older than its stack's last change. What
 * they are for is said only once GitHub shows that all were set.
 */
export async function secretChanges(
  wanted: WantedEnvironment,
  address: string,
  isThere: boolean,
): Promise<Change[]> {
  const { repository, name, secrets, changed } = wanted;
  const before = isThere ? await readDates(address) : new Map<string, Date>();
  const purpose = await SecretPurpose.of(address, wanted);
  const due = Object.entries(secrets).filter(
    ([secret]) => !purpose.isWanted || (before.get(secret) ?? new Date(0)) < changed,
  );
  if (due.length === 0) return [];
  const where = ['--env', await environmentArgument(wanted), '--repo', repository];
  const remedy = `look at https://github.com/${repository}/settings/environments`;
  const setting: Change = {
    title: `${repository}: secrets of ${name}${purpose.replaced}`,
    commands: [
      ...purpose.withdrawal,
      ...due.map(([secret, input]) => ({ args: ['secret', 'set', secret, ...where], input })),
    ],
    readBack: {
      differences: async () => {
        const after = await readDates(address);
        return due.flatMap(([secret]) => dateDifference(secret, before.get(secret), after.get(secret)));
      },
      remedy,
    },
  };
  if (purpose.isWanted) return [setting];
  const saying: Change = {
    title: `${repository}: variable ${SECRETS_VARIABLE} of ${name}, which says for which registry they are`,
    commands: [purpose.declaration],
    readBack: {
      differences: async () => (await SecretPurpose.of(address, wanted)).differences(),
      remedy,
    },
  };
  return [setting, saying];
}

function dateDifference(secret: string, before: Date | undefined, after: Date | undefined): string[] {
  if (!after) return [`no secret ${secret}, expected it`];
  const isOld = before !== undefined && after <= before;
  return isOld ? [`the secret ${secret} of ${after.toISOString()}, expected one of now`] : [];
}

/** When an environment's secrets were last set. */
async function readDates(address: string): Promise<ReadonlyMap<string, Date>> {
  const { secrets } = await read<Secrets>(`${address}/secrets?per_page=100`);
  return new Map(secrets.map((one) => [one.name, new Date(one.updated_at)]));
}
