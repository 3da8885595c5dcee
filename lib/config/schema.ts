import { z } from 'zod';
import { account, connectionArn, region } from './fields/aws-fields';
import type {
  DistributionInput,
  ImageInput,
  LifecycleInput,
  ReleaseInput,
  SourceInput,
  StageInput,
} from './distribution-input';
import type { Groups, IdentityProvider, Location } from './distribution';
import { Check, days, distributionName, flag, imageName, oneOf } from './fields/fields';
import { branch, environment, id, repository } from './fields/github-fields';
import { pullAccount, pullOrganization } from './fields/release-fields';

/** A value that a check judges, so that its mistakes come with advice. */
function field<T>(check: Check) {
  return z.custom<T>().superRefine((value, context) => {
    const advice = check(value);
    if (advice) context.addIssue({ code: 'custom', params: { advice } });
  });
}

const identityProvider = field<IdentityProvider>(oneOf('create', 'existing')).optional();
const location = {
  account: field<string>(account).optional(),
  region: field<string>(region).optional(),
};

const source: z.ZodType<SourceInput> = z
  .strictObject({
    repository: field<string>(repository),
    branch: field<string>(branch).optional(),
    connectionArn: field<string>(connectionArn).optional(),
  })
  .meta({ example: "{ repository: 'your-org/image-distribution' }" });

const pipeline: z.ZodType<Location> = z
  .strictObject(location)
  .meta({ example: "{ account: '111111111111', region: 'eu-west-1' }" });

const lifecycle: z.ZodType<LifecycleInput> = z
  .strictObject({
    expireUntaggedAfterDays: field<number>(days(1)).optional(),
    archiveUnpulledAfterDays: field<number>(days(1)).optional(),
    expireArchivedAfterDays: field<number>(days(90, ', the minimum stay in the archive')).optional(),
  })
  .meta({ example: '{ expireUntaggedAfterDays: 14 }' });

const stage: z.ZodType<StageInput> = z
  .strictObject({
    ...location,
    identityProvider,
    environment: field<string>(environment).optional(),
    lifecycle: lifecycle.optional(),
  })
  .meta({ example: "{ account: '222222222222' }" });

const stages: z.ZodType<NonNullable<DistributionInput['stages']>> = z
  .strictObject({ Development: stage.optional(), Master: stage.optional(), Release: stage.optional() })
  .meta({ example: "{ Release: { account: '222222222222' } }" });

const release: z.ZodType<ReleaseInput> = z
  .strictObject({
    pullAccounts: z
      .array(field<string>(pullAccount))
      .meta({ example: "['222222222222'], one for each account" })
      .optional(),
    pullOrganization: field<string>(pullOrganization).optional(),
  })
  .meta({ example: "{ pullAccounts: ['222222222222'], pullOrganization: 'o-abc123def4' }" });

const image: z.ZodType<ImageInput> = z
  .strictObject({
    name: field<string>(imageName),
    repository: field<string>(repository),
    ownerId: field<number>(id).optional(),
    repositoryId: field<number>(id).optional(),
    subject: field<'classic' | 'immutable'>(oneOf('classic', 'immutable')).optional(),
    release: release.optional(),
    retired: field<boolean>(flag).optional(),
  })
  .meta({
    example:
      "{ name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 1234567, repositoryId: 89012345 }",
  });

/** What a configuration may say, and in which form; how its parts go together is checked elsewhere. */
export const distributionSchema: z.ZodType<DistributionInput> = z
  .strictObject({
    name: field<string>(distributionName).optional(),
    source,
    pipeline: pipeline.optional(),
    identityProvider,
    stages: stages.optional(),
    groups: field<Groups>(oneOf('per-image', 'shared')).optional(),
    release: release.optional(),
    images: z.array(image).meta({ example: '[{ … }], one entry for each image' }),
  })
  .meta({ example: 'defineDistribution({ source: { … }, images: [{ … }] })' });
