import { Change, Kind, RESOURCE, Severity, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import { Resolver } from '../state/resolve';
import type { Registry } from '../state/registries';
import { asText } from '../values';
import { lifecycleWords } from './lifecycle-words';

/** Something about one registry, before it is known which. */
export interface Finding {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly phrase: string;
  readonly weight: number;
}

const kept = ['Retain', 'RetainExceptOnCreate'];

/** Registries that come, go or are replaced, and what becomes of their tags, scans, encryption and images. */
export function registryChanges({ registriesBefore, registriesAfter, after }: Comparison): Change[] {
  const keys = new Set([...registriesBefore.keys(), ...registriesAfter.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [registriesBefore.get(key), registriesAfter.get(key)];
    const registry = (is ?? was) as Registry;
    const isDelivered = after.some(
      ({ name, stage }) => name === registry.stack.name && stage === registry.stack.stage,
    );
    const findings = !was
      ? created(is as Registry)
      : !is
        ? isDelivered
          ? [removed(was)]
          : []
        : [...replaced(was, is), ...altered(was, is)];
    return findings.map((finding) => ({
      ...finding,
      stage: registry.stack.stage,
      resource: registry.name,
      tells: [key],
    }));
  });
}

function created(registry: Registry): Finding[] {
  return [
    {
      kind: 'registry',
      severity: 'other',
      phrase: `the registry ${RESOURCE} is created`,
      weight: WEIGHT.newRegistry,
    },
    ...weaknesses(registry).map((phrase) => widened(phrase)),
  ];
}

/** What a registry lets happen that those of this project do not. */
function weaknesses(registry: Registry): string[] {
  const { mutability, scans, encryption, keepsImages } = settingsOf(registry);
  const isDevelopment = registry.stack.stage === 'Development';
  return [
    ...(mutability === 'IMMUTABLE' || isDevelopment ? [] : [`tags of ${RESOURCE} are mutable`]),
    ...(scans ? [] : [`images pushed to ${RESOURCE} are not scanned`]),
    ...(encryption === 'KMS' ? [] : [`${RESOURCE} is not encrypted with KMS`]),
    ...(keepsImages ? [] : [`${RESOURCE} is deleted with its images when its stack is`]),
  ];
}

/** By the policy that is in force, which is the one before. */
function removed(registry: Registry): Finding {
  const { keepsImages, isEmptied } = settingsOf(registry);
  if (keepsImages) {
    return {
      kind: 'registry',
      severity: 'other',
      phrase: `the registry ${RESOURCE} is removed from its stack and kept with its images`,
      weight: WEIGHT.newRegistry,
    };
  }
  const what = isEmptied
    ? 'is deleted with its images'
    : 'is deleted, if it holds no image (otherwise the deployment fails)';
  return widened(`the registry ${RESOURCE} ${what}`, WEIGHT.registryLost);
}

/** A repository cannot be renamed or encrypted otherwise: another one takes its place. */
function replaced(was: Registry, is: Registry): Finding[] {
  const [before, after] = [settingsOf(was), settingsOf(is)];
  const isEncrypted =
    JSON.stringify(before.encryptionConfiguration) !== JSON.stringify(after.encryptionConfiguration);
  if (was.name === is.name && !isEncrypted) return [];
  const isKept = [was, is].every(({ resource }) => kept.includes(asText(resource.UpdateReplacePolicy)));
  const fate = isKept ? 'is kept with its images' : `is deleted${before.isEmptied ? ' with its images' : ''}`;
  const why = was.name === is.name ? ', because of its encryption' : '';
  return [
    {
      kind: 'registry',
      severity: isKept ? 'other' : 'widened',
      phrase: `the registry ${RESOURCE} replaces ${was.name}${why}, which ${fate}`,
      weight: WEIGHT.registryLost,
    },
    ...(before.encryption === 'KMS' && after.encryption !== 'KMS'
      ? [widened(`${RESOURCE} is not encrypted with KMS`)]
      : []),
  ];
}

function altered(was: Registry, is: Registry): Finding[] {
  const [before, after] = [settingsOf(was), settingsOf(is)];
  return [
    ...tags(before, after),
    ...turned(before.scans, after.scans, {
      on: `images pushed to ${RESOURCE} are scanned`,
      off: `images pushed to ${RESOURCE} are no longer scanned`,
    }),
    ...turned(before.keepsImages, after.keepsImages, {
      on: `${RESOURCE} is kept from now on when its stack is deleted`,
      off: `${RESOURCE} is no longer kept when its stack is deleted`,
    }),
    ...turned(!before.isEmptied, !after.isEmptied, {
      on: `images in ${RESOURCE} stop its deletion from now on`,
      off: `images in ${RESOURCE} no longer stop its deletion`,
    }),
    ...lifecycle(before.lifecycle, after.lifecycle),
  ];
}

function turned(
  was: boolean,
  is: boolean,
  { on, off }: { readonly on: string; readonly off: string },
): Finding[] {
  if (was === is) return [];
  return is
    ? [{ kind: 'registry', severity: 'narrowed', phrase: on, weight: WEIGHT.narrowed }]
    : [widened(off)];
}

/** Tags are as immutable as they can be, or which of them can be moved is said. */
function tags(was: Settings, is: Settings): Finding[] {
  const isSame = was.mutability === is.mutability && was.exclusions === is.exclusions;
  if (isSame || (is.mutability === 'IMMUTABLE' && is.exclusions === '[]'))
    return isSame ? [] : turned(false, true, { on: `tags of ${RESOURCE} become immutable`, off: '' });
  const how = [is.mutability, is.exclusions].filter((text) => text !== 'MUTABLE' && text !== '[]');
  const details = how.length > 0 ? ` (${how.join(', ')})` : '';
  return [widened(`tags of ${RESOURCE} become mutable${details}`)];
}

function lifecycle(was: string | undefined, is: string | undefined): Finding[] {
  if (was === is) return [];
  try {
    return lifecycleWords(was, is).map((words) => ({
      kind: 'lifecycle',
      severity: 'other',
      phrase: `in ${RESOURCE} ${words}`,
      weight: WEIGHT.lifecycle,
    }));
  } catch (error) {
    // What the model does not know may lose any image.
    const phrase = `the lifecycle of ${RESOURCE} cannot be evaluated: ${(error as Error).message}`;
    return [{ kind: 'lifecycle', severity: 'widened', phrase, weight: WEIGHT.unknown }];
  }
}

function widened(phrase: string, weight: number = WEIGHT.registry): Finding {
  return { kind: 'registry', severity: 'widened', phrase, weight };
}

type Settings = ReturnType<typeof settingsOf>;

/** A registry's settings with what AWS takes where the template says nothing ("AWS::ECR::Repository"). */
function settingsOf({ stack, resource }: Registry) {
  const properties = new Resolver(stack).resolve(resource.Properties ?? {}) as Record<string, unknown>;
  const encryption = properties.EncryptionConfiguration as { readonly EncryptionType?: unknown } | undefined;
  const scanning = properties.ImageScanningConfiguration as { readonly ScanOnPush?: unknown } | undefined;
  const lifecycle = properties.LifecyclePolicy as { readonly LifecyclePolicyText?: unknown } | undefined;
  const text = lifecycle?.LifecyclePolicyText;
  return {
    mutability: asText(properties.ImageTagMutability ?? 'MUTABLE'),
    exclusions: JSON.stringify(properties.ImageTagMutabilityExclusionFilters ?? []),
    scans: asText(scanning?.ScanOnPush) === 'true',
    encryption: asText(encryption?.EncryptionType ?? 'AES256'),
    encryptionConfiguration: encryption,
    keepsImages: kept.includes(asText(resource.DeletionPolicy)),
    isEmptied: asText(properties.EmptyOnDelete) === 'true',
    lifecycle: text === undefined ? undefined : asText(text),
  };
}
