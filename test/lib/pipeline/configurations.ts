import { DistributionInput } from '../../../lib/config';

const ACCOUNT = '111111111111';
const PIPELINE = { account: ACCOUNT, region: 'eu-west-1' };
const OTHER_ACCOUNT = '222222222222';
const OTHER_REGION = 'eu-central-1';
const CONNECTION = `arn:aws:codeconnections:eu-west-1:${ACCOUNT}:connection/0a1b2c3d-0000-4000-8000-000000000000`;
const IMAGES = Array.from('ABCDEFGHIJ', (letter, index) => ({
  name: `Image${letter}`,
  repository: `your-org/image-${letter.toLowerCase()}`,
  subject: 'classic' as const,
  retired: index % 3 === 0,
}));

interface Configuration {
  /** Completes "a distribution …". */
  readonly title: string;

  readonly changes: Partial<DistributionInput>;

  /** Regions in which the pipeline has stacks of its own. */
  readonly regions: readonly string[];
}

/** Where the pipelines that CDK builds differ: in accounts, regions, their source and their size. */
export const CONFIGURATIONS: readonly Configuration[] = [
  { title: 'of whoever deploys', changes: {}, regions: ['AWS::Region'] },
  { title: 'of an account and region', changes: { pipeline: PIPELINE }, regions: ['eu-west-1'] },
  {
    title: 'with a stage in another account',
    changes: { pipeline: PIPELINE, stages: { Release: { account: OTHER_ACCOUNT } } },
    regions: ['eu-west-1'],
  },
  {
    title: 'with a stage in another region',
    changes: { pipeline: PIPELINE, stages: { Release: { region: OTHER_REGION } } },
    regions: ['eu-west-1', OTHER_REGION],
  },
  {
    title: 'with a stage in another account and region',
    changes: { pipeline: PIPELINE, stages: { Release: { account: OTHER_ACCOUNT, region: OTHER_REGION } } },
    regions: ['eu-west-1', OTHER_REGION],
  },
  {
    title: 'with a connection',
    changes: { source: { repository: 'your-org/image-distribution', connectionArn: CONNECTION } },
    regions: ['AWS::Region'],
  },
  {
    title: 'with end users outside',
    changes: { release: { pullAccounts: [OTHER_ACCOUNT], pullOrganization: 'o-abc123def4' } },
    regions: ['AWS::Region'],
  },
  {
    title: 'of images that share their groups',
    changes: { groups: 'shared', images: IMAGES },
    regions: ['AWS::Region'],
  },
  {
    title: 'that tells people by e-mail',
    changes: { notifications: { emails: ['team@example.com', 'other@example.com'] } },
    regions: ['AWS::Region'],
  },
  {
    title: 'that tells people by e-mail, with stages elsewhere',
    changes: {
      pipeline: PIPELINE,
      notifications: { emails: ['team@example.com'] },
      stages: {
        Master: { region: OTHER_REGION },
        Release: { account: OTHER_ACCOUNT, region: OTHER_REGION },
      },
    },
    regions: ['eu-west-1', OTHER_REGION],
  },
  {
    title: 'that tells people by a topic of theirs',
    changes: { pipeline: PIPELINE, notifications: { topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:theirs` } },
    regions: ['eu-west-1'],
  },
  { title: 'of ten images, some retired', changes: { images: IMAGES }, regions: ['AWS::Region'] },
];
