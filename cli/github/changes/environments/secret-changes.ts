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
 * A secret cannot be read, so one is set again that is for another registry, or older than its stack's last change.
 */
export async function secretsChange(
  wanted: WantedEnvironment,
  address: string,
  isThere: boolean,
): Promise<Change | undefined> {
  const { repository, name, secrets, changed } = wanted;
  const before = isThere ? await readDates(address) : new Map<string, Date>();
  const purpose = await SecretPurpose.of(address, wanted);
  const due = Object.entries(secrets).filter(
    ([secret]) => !purpose.isWanted || (before.get(secret) ?? new Date(0)) < changed,
  );
  if (due.length === 0) return undefined;
  const where = ['--env', await environmentArgument(wanted), '--repo', repository];
  return {
    title: `${repository}: secrets of ${name}${purpose.replaced}`,
    commands: purpose.around(
      due.map(([secret, input]) => ({ args: ['secret', 'set', secret, ...where], input })),
    ),
    readBack: {
      differences: async () => {
        const after = await readDates(address);
        const names = due.map(([secret]) => secret);
        return [
          ...names.flatMap((secret) => dateDifference(secret, before.get(secret), after.get(secret))),
          ...(await SecretPurpose.of(address, wanted)).differences(),
        ];
      },
      remedy: `look at https://github.com/${repository}/settings/environments`,
    },
  };
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
