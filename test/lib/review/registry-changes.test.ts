import type { LifecycleInput } from '../../../lib/config';
import { review } from '../../../lib/review';
import { edited, EditableResource, EditableTemplate, lines, resource, state } from './states';

const base = state();
const NAME = 'slipway/sample-image/release';

function changesOf(
  edit: (repository: EditableResource, template: EditableTemplate) => void,
  before = base,
): string[] {
  const after = edited(before, 'SampleImageRelease', (template) =>
    edit(resource(template, 'ImageRepository'), template),
  );
  return lines(review(before, after));
}

test.each<[string, (repository: EditableResource) => unknown, string]>([
  [
    'mutable tags',
    ({ Properties }) => (Properties.ImageTagMutability = 'MUTABLE'),
    `widened Release: tags of ${NAME} become mutable`,
  ],
  [
    'tags that are mutable by a pattern',
    ({ Properties }) => (Properties.ImageTagMutability = 'IMMUTABLE_WITH_EXCLUSION'),
    `widened Release: tags of ${NAME} become mutable (IMMUTABLE_WITH_EXCLUSION)`,
  ],
  [
    'no scans',
    ({ Properties }) => (Properties.ImageScanningConfiguration = { ScanOnPush: false }),
    `widened Release: images pushed to ${NAME} are no longer scanned`,
  ],
  [
    'nothing about scans',
    ({ Properties }) => delete Properties.ImageScanningConfiguration,
    `widened Release: images pushed to ${NAME} are no longer scanned`,
  ],
  [
    'no policy of deletion',
    (repository) => delete repository.DeletionPolicy,
    `widened Release: ${NAME} is no longer kept when its stack is deleted`,
  ],
  [
    'images that do not stop its deletion',
    ({ Properties }) => (Properties.EmptyOnDelete = true),
    `widened Release: images in ${NAME} no longer stop its deletion`,
  ],
])('a registry that gets %s is said', (_, edit, line) => {
  expect(changesOf(edit)).toEqual([line]);
});

test('encryption cannot be changed: another registry takes the place of the one', () => {
  expect(changesOf(({ Properties }) => delete Properties.EncryptionConfiguration)).toEqual([
    `widened Release: ${NAME} is not encrypted with KMS`,
    `other Release: the registry ${NAME} replaces ${NAME}, because of its encryption, which is kept with its images`,
  ]);
});

test('a registry of another name replaces the one, which is kept or lost by the policies in force', () => {
  const rename = ({ Properties }: EditableResource) =>
    (Properties.RepositoryName = 'slipway/renamed/release');
  expect(changesOf(rename)).toContain(
    `other Release: the registry slipway/renamed/release replaces ${NAME}, which is kept with its images`,
  );
  const lost = changesOf((repository) => {
    rename(repository);
    repository.UpdateReplacePolicy = 'Delete';
  });
  expect(lost).toContain(
    `widened Release: the registry slipway/renamed/release replaces ${NAME}, which is deleted`,
  );
});

test.each<[string, (repository: EditableResource) => unknown, string]>([
  [
    'kept, as it was deployed',
    () => undefined,
    `other Release: the registry ${NAME} is removed from its stack and kept with its images`,
  ],
  [
    'deleted, if it is empty',
    (repository) => (repository.DeletionPolicy = 'Delete'),
    `widened Release: the registry ${NAME} is deleted, if it holds no image (otherwise the deployment fails)`,
  ],
  [
    'deleted with its images',
    (repository) => {
      repository.DeletionPolicy = 'Delete';
      repository.Properties.EmptyOnDelete = true;
    },
    `widened Release: the registry ${NAME} is deleted with its images`,
  ],
])('a registry that goes is %s', (_, deployed, line) => {
  const before = edited(
    base,
    'SampleImageRelease',
    (template) => void deployed(resource(template, 'ImageRepository')),
  );
  const found = changesOf((repository, { Resources }) => {
    const [id] = Object.entries(Resources).find(([, one]) => one === repository) as [
      string,
      EditableResource,
    ];
    delete Resources[id];
  }, before);
  expect(found).toContain(line);
});

test('a new image comes with a registry, its identities and its subjects in each stage', () => {
  const [image] = [
    { name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 1234567, repositoryId: 89012345 },
  ];
  const found = lines(
    review(
      base,
      state({ images: [image, { name: 'Other', repository: 'your-org/other', subject: 'classic' }] }),
    ),
  );
  expect(found).toEqual(
    expect.arrayContaining([
      'other Release: the registry slipway/other/release is created',
      'widened Release: End users gain Authorize and Read on slipway/other/release',
      'widened Development: GitHub gains Authorize, Read, Write and Metadata on slipway/other/development',
      'widened Master: GitHub jobs with the subject repo:your-org/other:environment:Master may assume the push role of Other',
      'other Pipeline: the stage Release deploys OtherRelease',
      'other Release: the stack OtherRelease is created',
    ]),
  );
});

test('an image that is dropped stays, which is said', () => {
  const found = lines(
    review(base, state({ images: [{ name: 'Other', repository: 'your-org/other', subject: 'classic' }] })),
  );
  expect(found).toContain(
    'other Release: the stack SampleImageRelease is no longer delivered, and stays as it is with all that it lets anybody do',
  );
  expect(found.filter((line) => line.includes('lose') && line.includes('sample-image'))).toEqual([]);
});

test.each<[string, LifecycleInput, string]>([
  ['expire sooner', { expireUntaggedAfterDays: 7 }, 'untagged images expire after 7 days in place of 14'],
  [
    'are archived',
    { archiveUnpulledAfterDays: 30 },
    'images without a pull move to the archive after 30 days from now on',
  ],
  [
    'expire in the archive',
    { archiveUnpulledAfterDays: 30, expireArchivedAfterDays: 90 },
    'archived images in the archive expire after 90 days from now on',
  ],
])('what a new lifecycle does to images is said: they %s', (_, lifecycle, words) => {
  const found = lines(review(base, state({ stages: { Release: { lifecycle } } })));
  expect(found).toContain(`other Release: in ${NAME} ${words}`);
});

test('a lifecycle that keeps what another one archives says so', () => {
  const archiving = state({ stages: { Release: { lifecycle: { archiveUnpulledAfterDays: 30 } } } });
  expect(lines(review(archiving, base))).toEqual([
    `other Release: in ${NAME} images without a pull move to the archive no more (after 30 days before)`,
  ]);
});

test('a lifecycle rule that the model does not know counts as widened', () => {
  const rules = [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
      action: { type: 'expire' },
    },
  ];
  const [first] = changesOf(
    ({ Properties }) => (Properties.LifecyclePolicy = { LifecyclePolicyText: JSON.stringify({ rules }) }),
  );
  expect(first).toMatch(
    /^widened Release: the lifecycle of slipway\/sample-image\/release cannot be evaluated: .*imageCountMoreThan/,
  );
});

test('the same lifecycle in other words is no change of it', () => {
  const found = changesOf(({ Properties }) => {
    const { LifecyclePolicyText: text } = Properties.LifecyclePolicy as { LifecyclePolicyText: string };
    Properties.LifecyclePolicy = {
      LifecyclePolicyText: text.replace('"description":"Untagged', '"description":"All untagged'),
    };
  });
  expect(found).toEqual([
    expect.stringMatching(/^other Release: LifecyclePolicy of .* is written otherwise and decides the same$/),
  ]);
});
