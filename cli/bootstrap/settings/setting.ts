import { STAGE_NAMES } from '../../../lib/config/distribution';
import { Flags } from './flags';

/** A setting that the bootstrap needs: where the configuration has it, and what may be said in its place. */
export interface Setting {
  readonly path: readonly string[];

  /** How the flag is said that takes its place. */
  readonly flag: string;

  /** What that flag says, which may be that there is nothing. @default - what the configuration says */
  readonly given?: { readonly value: unknown };
}

/**
 * All settings, with what flags say of them.
 *
 * @param written What the configuration has under a path.
 */
export function settingsWith(flags: Flags, written: (path: readonly string[]) => unknown): Setting[] {
  const ofStages = stageSettings(flags);
  const falls = ofStages.some(
    ({ path, given }) => path.includes('identityProvider') && !given && written(path) === undefined,
  );
  const connection = flags.connectionArn === false ? { value: undefined } : given(flags.connectionArn);
  const home = '--pipeline aws://ACCOUNT/REGION';
  return [
    { path: ['name'], flag: '--name NAME', given: given(flags.name) },
    { path: ['source', 'repository'], flag: '--repository OWNER/NAME', given: given(flags.repository) },
    {
      path: ['source', 'connectionArn'],
      flag: '--connection-arn ARN (or --no-connection-arn)',
      given: connection,
    },
    { path: ['pipeline', 'account'], flag: home, given: given(flags.pipeline?.account) },
    { path: ['pipeline', 'region'], flag: home, given: given(flags.pipeline?.region) },
    // Only stages that say nothing of their own fall back on it.
    ...(falls ? [{ path: ['identityProvider'], flag: '--identity-provider create|existing' }] : []),
    ...ofStages,
    ...notificationSettings(flags),
  ];
}

/** Whom it tells is none of the bootstrap's business, but by which topic. */
function notificationSettings({ notifications }: Flags): Setting[] {
  const flag = '--notifications own|none|TOPIC_ARN';
  const isArn = notifications !== undefined && !['own', 'none'].includes(notifications);
  const topic = notifications && { value: isArn ? notifications : undefined };
  return [
    { path: ['notifications', 'topicArn'], flag, given: topic || undefined },
    ...(notifications === 'none' ? [{ path: ['notifications'], flag, given: { value: undefined } }] : []),
  ];
}

function stageSettings({ stages, identityProviders }: Flags): Setting[] {
  return STAGE_NAMES.flatMap((stage) => {
    const place = `--stage ${stage}=aws://ACCOUNT/REGION`;
    const provider = `--identity-provider ${stage}=create|existing`;
    return [
      { path: ['stages', stage, 'account'], flag: place, given: given(stages[stage]?.account) },
      { path: ['stages', stage, 'region'], flag: place, given: given(stages[stage]?.region) },
      { path: ['stages', stage, 'identityProvider'], flag: provider, given: given(identityProviders[stage]) },
    ];
  });
}

function given(value: string | undefined): Setting['given'] {
  return value === undefined ? undefined : { value };
}
