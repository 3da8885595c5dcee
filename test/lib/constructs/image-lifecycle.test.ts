import { lifecyclePolicyText } from '../../../lib/constructs/image-lifecycle';

interface Rule {
  rulePriority: number;
  selection: Record<string, unknown>;
  action: Record<string, unknown>;
}

function rules(lifecycle: Parameters<typeof lifecyclePolicyText>[0]): Rule[] {
  return (JSON.parse(lifecyclePolicyText(lifecycle)) as { rules: Rule[] }).rules;
}

test('expireUntaggedAfterDays expires images without a tag', () => {
  const [rule, ...others] = rules({ expireUntaggedAfterDays: 14 });
  expect(others).toEqual([]);
  expect(rule).toMatchObject({
    rulePriority: 1,
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
    action: { type: 'expire' },
  });
});

test('archiveUnpulledAfterDays moves images without pulls to the archive', () => {
  expect(rules({ expireUntaggedAfterDays: 14, archiveUnpulledAfterDays: 90 })[1]).toMatchObject({
    selection: { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 90 },
    action: { type: 'transition', targetStorageClass: 'archive' },
  });
});

test('expireArchivedAfterDays expires images in the archive only', () => {
  const lifecycle = {
    expireUntaggedAfterDays: 14,
    archiveUnpulledAfterDays: 90,
    expireArchivedAfterDays: 365,
  };
  expect(rules(lifecycle)[2]).toMatchObject({
    selection: {
      tagStatus: 'any',
      storageClass: 'archive',
      countType: 'sinceImageTransitioned',
      countNumber: 365,
    },
    action: { type: 'expire' },
  });
});

test('rules for any image come after those for untagged ones, as ECR demands', () => {
  const all = rules({ expireUntaggedAfterDays: 1, archiveUnpulledAfterDays: 2, expireArchivedAfterDays: 90 });
  expect(all.map((rule) => [rule.rulePriority, rule.selection.tagStatus])).toEqual([
    [1, 'untagged'],
    [2, 'any'],
    [3, 'any'],
  ]);
});
