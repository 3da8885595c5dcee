import { lifecycleRules } from '../../../lib/lifecycle';

const selection = { tagStatus: 'any', countType: 'sinceImagePulled', countUnit: 'days', countNumber: 90 };
const action = { type: 'transition', targetStorageClass: 'archive' };
const rule = { rulePriority: 1, selection, action };
const inArchive = { ...selection, storageClass: 'archive', countType: 'sinceImageTransitioned' };

test('the rule with the lowest priority number goes first', () => {
  const untagged = { ...selection, tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14 };
  const rules = [
    { ...rule, rulePriority: 20 },
    { rulePriority: 3, selection: untagged, action: { type: 'expire' } },
    { rulePriority: 10, selection: inArchive, action: { type: 'expire' } },
  ];
  expect(lifecycleRules(JSON.stringify({ rules }))).toEqual([
    { tagStatus: 'untagged', storageClass: 'standard', since: 'push', days: 14, action: 'expire' },
    { tagStatus: 'any', storageClass: 'archive', since: 'transition', days: 90, action: 'expire' },
    { tagStatus: 'any', storageClass: 'standard', since: 'pull', days: 90, action: 'archive' },
  ]);
});

test.each([
  [
    'a number of images',
    { ...rule, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 9 } },
  ],
  ['tagged images', { ...rule, selection: { ...selection, tagStatus: 'tagged', tagPatternList: ['v*'] } }],
  ['patterns of tags', { ...rule, selection: { ...selection, tagPatternList: ['v*'] } }],
  ['another unit', { ...rule, selection: { ...selection, countUnit: 'hours' } }],
  ['another count type', { ...rule, selection: { ...selection, countType: 'sinceImageScanned' } }],
  ['no days at all', { ...rule, selection: { ...selection, countNumber: 0 } }],
  ['another storage class', { ...rule, action: { ...action, targetStorageClass: 'cold' } }],
  ['another action', { ...rule, action: { type: 'retain' } }],
  ['expiry by pulls, which ECR does not have', { ...rule, action: { type: 'expire' } }],
  [
    'days in the archive of images in standard storage',
    { ...rule, selection: { ...inArchive, storageClass: undefined }, action: { type: 'expire' } },
  ],
  [
    'expiry before 90 days in the archive',
    { ...rule, selection: { ...inArchive, countNumber: 89 }, action: { type: 'expire' } },
  ],
  ['a member that is not known', { ...rule, enabled: false }],
])('rejects a rule with %s', (_, unknown) => {
  expect(() => lifecycleRules(JSON.stringify({ rules: [unknown] }))).toThrow(
    'is not one that the model knows',
  );
});

test('rejects two rules of one priority', () => {
  expect(() => lifecycleRules(JSON.stringify({ rules: [rule, rule] }))).toThrow('the priorities 1, 1');
});

test('rejects rules of which one would hide the other', () => {
  const second = { ...rule, rulePriority: 2, selection: { ...selection, tagStatus: 'untagged' } };
  expect(() => lifecycleRules(JSON.stringify({ rules: [rule, second] }))).toThrow(
    'any, then untagged images',
  );
});
