import { ACCESS, Identity, LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { STAGE_NAMES, StageName } from '../../../lib/config';

/** The tables of the README, written out once more: a change of permissions has to be made twice. */
const TABLE: Record<StageName, Record<Identity, string>> = {
  Development: {
    Developers: 'Authorize Read Write Metadata',
    EndUsers: '',
    GitHub: 'Authorize Read Write Metadata',
  },
  Master: { Developers: 'Authorize Read Metadata', EndUsers: '', GitHub: 'Authorize Write' },
  Release: { Developers: 'Authorize Read Metadata', EndUsers: 'Authorize Read', GitHub: 'Authorize Write' },
};

test.each(STAGE_NAMES)('%s gives each identity the levels of its table', (stageName) => {
  for (const [identity, levels] of Object.entries(TABLE[stageName])) {
    expect([identity, ACCESS[stageName][identity as Identity].join(' ')]).toEqual([identity, levels]);
  }
});

test('each level holds the actions that the documentation lists for it', () => {
  expect(
    Object.fromEntries(Object.entries(LEVEL_ACTIONS).map(([level, actions]) => [level, [...actions].sort()])),
  ).toEqual({
    Authorize: ['ecr:GetAuthorizationToken'],
    Read: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:DescribeImages',
      'ecr:DescribeRepositories',
      'ecr:GetDownloadUrlForLayer',
      'ecr:ListImages',
    ],
    Write: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:CompleteLayerUpload',
      'ecr:InitiateLayerUpload',
      'ecr:PutImage',
      'ecr:UploadLayerPart',
    ],
    Metadata: [
      'ecr:DescribeImageScanFindings',
      'ecr:GetLifecyclePolicy',
      'ecr:GetLifecyclePolicyPreview',
      'ecr:GetRepositoryPolicy',
      'ecr:ListTagsForResource',
    ],
  });
});

test('no identity may delete an image, change a repository or its policies', () => {
  const changing = /:(Delete|Create|Set|Tag|Untag|Start|Update|Put(?!Image$))/;
  expect(
    Object.values(LEVEL_ACTIONS)
      .flat()
      .filter((action) => changing.test(action)),
  ).toEqual([]);
});
