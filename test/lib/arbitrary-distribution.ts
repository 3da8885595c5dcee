import * as fc from 'fast-check';
import {
  DistributionInput,
  ImageInput,
  LifecycleInput,
  Location,
  NotificationsInput,
  ReleaseInput,
  STAGE_NAMES,
  StageInput,
  StageName,
} from '../../lib/config';

const OTHER_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');

/** More than one stage of the pipeline has room for, and fewer than an account has groups for. */
const MAX_IMAGES = 60;

const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const account = fc.constantFrom('111111111111', '000000000042', '999999999999');
const region = fc.constantFrom('eu-west-1', 'us-east-1', 'ap-southeast-7', 'eu-central-2');
const location = fc.record<Location>({ account, region }, { requiredKeys: [] });
const identityProvider = fc.constantFrom('create' as const, 'existing' as const);
const repository = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}\/[A-Za-z0-9_][A-Za-z0-9_-]{0,40}$/);
const branch = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,9}(\/[A-Za-z0-9_-]{1,9}){0,2}$/);
const connectionArn = fc
  .tuple(fc.constantFrom('codeconnections', 'codestar-connections'), region, account, fc.uuid())
  .map(([service, where, owner, uuid]) => `arn:aws:${service}:${where}:${owner}:connection/${uuid}`);

const release = fc.record<ReleaseInput>(
  {
    pullAccounts: fc.uniqueArray(
      fc.stringMatching(/^[1-8]{12}$/).filter((number) => number !== '111111111111'),
    ),
    pullOrganization: fc.stringMatching(/^o-[a-z0-9]{10,32}$/),
  },
  { requiredKeys: [] },
);

const notifications = fc.oneof(
  fc.record<NotificationsInput, 'emails'>(
    {
      emails: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9.+-]{0,9}@[a-z]{1,9}\.example$/), {
        minLength: 1,
        maxLength: 4,
      }),
    },
    { requiredKeys: ['emails'] },
  ),
  fc
    .tuple(region, account, fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/))
    .map(([where, owner, topic]) => ({ topicArn: `arn:aws:sns:${where}:${owner}:${topic}` })),
);

const imageName = fc
  .tuple(
    fc.constantFrom(...OTHER_LETTERS.slice(26, 52)),
    fc.string({ unit: fc.constantFrom(...OTHER_LETTERS), maxLength: 63 }),
  )
  .map((parts) => parts.join(''))
  .filter((name) => !['FindingNotices', 'IdentityProvider', 'SharedGroups'].includes(name));

const image: fc.Arbitrary<ImageInput> = fc.oneof(
  fc.record<ImageInput, 'name' | 'repository' | 'ownerId' | 'repositoryId'>(
    {
      name: imageName,
      repository,
      ownerId: id,
      repositoryId: id,
      subject: fc.constantFrom('classic', 'immutable'),
      release,
      retired: fc.boolean(),
    },
    { requiredKeys: ['name', 'repository', 'ownerId', 'repositoryId'] },
  ),
  fc.record<ImageInput>({ name: imageName, repository, subject: fc.constant('classic') }),
);

const days = fc.integer({ min: 1, max: 3650 });
const lifecycle = fc
  .record<LifecycleInput>(
    {
      expireUntaggedAfterDays: days,
      archiveUnpulledAfterDays: days,
      expireArchivedAfterDays: fc.integer({ min: 90, max: 3650 }),
    },
    { requiredKeys: [] },
  )
  // Nothing expires in an archive into which nothing goes, which is how Release begins.
  .map(({ expireArchivedAfterDays, ...others }) =>
    others.archiveUnpulledAfterDays ? { ...others, expireArchivedAfterDays } : others,
  );

const environments = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 /._@-]{0,20}[a-z]$/), {
  minLength: STAGE_NAMES.length,
  maxLength: STAGE_NAMES.length,
  selector: (name) => name.toLowerCase(),
});

const stage = fc.record<StageInput>({ account, region, lifecycle }, { requiredKeys: [] });

/** Places of the pipeline and the stages: all known, or left to whoever deploys. */
const places = fc
  .tuple(
    location,
    fc.boolean(),
    fc.tuple(stage, stage, stage),
    environments,
    identityProvider,
    identityProvider,
  )
  .map(([pipeline, areNamed, stages, names, everywhere, inOneAccount]) => {
    const isPlaced = pipeline.account !== undefined && pipeline.region !== undefined;
    const entries = stages.map((whole, index): [StageName, StageInput] => {
      const { lifecycle: kept, ...place } = whole;
      const special = isPlaced && (place.account ?? pipeline.account) === '000000000042';
      return [
        STAGE_NAMES[index],
        {
          ...(isPlaced ? place : {}),
          ...(special ? { identityProvider: inOneAccount } : {}),
          ...(kept ? { lifecycle: kept } : {}),
          ...(areNamed ? { environment: names[index] } : {}),
        },
      ];
    });
    return { pipeline, stages: Object.fromEntries(entries), identityProvider: everywhere };
  });

/** The same, with the connection in the account of the pipeline. */
function withOwnConnection(input: DistributionInput): DistributionInput {
  const { source, pipeline } = input;
  if (!source.connectionArn || !pipeline?.account) return input;
  const ofPipeline = source.connectionArn.replace(/(?<=:)\d{12}(?=:)/, pipeline.account);
  return { ...input, source: { ...source, connectionArn: ofPipeline } };
}

/** The same, with the topic where the pipeline is. */
function withOwnTopic(input: DistributionInput): DistributionInput {
  const { notifications: told, pipeline } = input;
  if (told?.topicArn === undefined) return input;
  const [arn, partition, sns, where, owner, topic] = told.topicArn.split(':');
  const home = [pipeline?.region ?? where, pipeline?.account ?? owner];
  return { ...input, notifications: { topicArn: [arn, partition, sns, ...home, topic].join(':') } };
}

/** The same images, whose repositories and owners each have one id and one spelling, as on GitHub. */
function consistent(images: readonly ImageInput[]): ImageInput[] {
  const owners = new Identities();
  const repositories = new Identities();
  return images.map((one) => {
    const [name, rest] = one.repository.split('/');
    const owner = owners.of(name, one.ownerId);
    const repository = repositories.of(`${owner.name}/${rest}`, one.repositoryId);
    return {
      ...one,
      repository: repository.name,
      ...(one.ownerId === undefined ? {} : { ownerId: owner.id, repositoryId: repository.id }),
    };
  });
}

/** What GitHub gives an id, by its name. */
class Identities {
  private readonly known = new Map<string, { readonly name: string; readonly id: number }>();

  of(name: string, wanted = 1) {
    const key = name.toLowerCase();
    const isTaken = [...this.known.values()].some(({ id: other }) => other === wanted);
    const found = this.known.get(key) ?? {
      name,
      id: isTaken ? Number.MAX_SAFE_INTEGER - 1 - this.known.size : wanted,
    };
    this.known.set(key, found);
    return found;
  }
}

/** Configurations that are right, of every kind that the schema knows. */
export function arbitraryDistribution(maxImages: number = MAX_IMAGES): fc.Arbitrary<DistributionInput> {
  const images = fc
    .uniqueArray(image, {
      minLength: 1,
      maxLength: maxImages,
      selector: ({ name }) => name.toLowerCase(),
    })
    .map(consistent);
  const own = fc.record<DistributionInput, 'source' | 'images'>(
    {
      name: fc.stringMatching(/^[a-z][a-z0-9]{1,8}(-[a-z0-9]{1,10}){0,2}$/),
      source: fc.record<DistributionInput['source'], 'repository'>(
        { repository, branch, connectionArn },
        { requiredKeys: ['repository'] },
      ),
      groups: fc.constantFrom('per-image' as const, 'shared' as const),
      release,
      notifications,
      images,
    },
    { requiredKeys: ['source', 'images'] },
  );
  return fc
    .tuple(own, fc.option(places, { nil: {} }))
    .map(([configuration, placed]) => ({ ...configuration, ...placed }))
    .map(withOwnConnection)
    .map(withOwnTopic);
}
