/** How long a registry keeps its images, in days. */
export interface ImageLifecycle {
  /** Days after its push at which an image without a tag expires. */
  readonly expireUntaggedAfterDays: number;

  /**
   * Days after its last pull at which an image moves to the archive storage class.
   *
   * @default - images stay in the standard storage class, since a pull of an archived image fails until it is restored
   */
  readonly archiveUnpulledAfterDays?: number;

  /**
   * Days after its move to the archive at which an image expires, 90 at least.
   *
   * @default - archived images are kept
   */
  readonly expireArchivedAfterDays?: number;
}

/**
 * The lifecycle policy document of a repository.
 *
 * (Amazon ECR User Guide, "Lifecycle policy properties": a rule for `any` image has the highest priority
 * number of its storage class.)
 */
export function lifecyclePolicyText(lifecycle: ImageLifecycle): string {
  const { expireUntaggedAfterDays, archiveUnpulledAfterDays, expireArchivedAfterDays } = lifecycle;
  const days = (countType: string, countNumber: number) => ({ countType, countUnit: 'days', countNumber });
  const rules: object[] = [
    {
      description: `Untagged images expire ${expireUntaggedAfterDays} days after their push`,
      selection: { tagStatus: 'untagged', ...days('sinceImagePushed', expireUntaggedAfterDays) },
      action: { type: 'expire' },
    },
  ];
  if (archiveUnpulledAfterDays !== undefined) {
    rules.push({
      description: `Images not pulled for ${archiveUnpulledAfterDays} days move to the archive`,
      selection: { tagStatus: 'any', ...days('sinceImagePulled', archiveUnpulledAfterDays) },
      action: { type: 'transition', targetStorageClass: 'archive' },
    });
  }
  if (expireArchivedAfterDays !== undefined) {
    rules.push({
      description: `Archived images expire after ${expireArchivedAfterDays} days`,
      selection: {
        tagStatus: 'any',
        storageClass: 'archive',
        ...days('sinceImageTransitioned', expireArchivedAfterDays),
      },
      action: { type: 'expire' },
    });
  }
  return JSON.stringify({ rules: rules.map((rule, index) => ({ rulePriority: index + 1, ...rule })) });
}
