import type { StageName } from '../config/distribution';

/** The four levels at which a registry is opened to somebody. */
export type Level = 'Authorize' | 'Read' | 'Write' | 'Metadata';

/** The three kinds of identity that use a registry. */
export type Identity = 'Developers' | 'EndUsers' | 'GitHub';

/**
 * What each level lets its holder call.
 *
 * Write is what AWS asks of a push, `BatchCheckLayerAvailability` and `BatchGetImage` included: clients
 * look for layers and the manifest before they send them (Amazon ECR User Guide, "IAM permissions for
 * pushing an image to an Amazon ECR private repository").
 */
export const LEVEL_ACTIONS: Readonly<Record<Level, readonly string[]>> = {
  Authorize: ['ecr:GetAuthorizationToken'],
  Read: [
    'ecr:BatchCheckLayerAvailability',
    'ecr:GetDownloadUrlForLayer',
    'ecr:BatchGetImage',
    'ecr:DescribeRepositories',
    'ecr:DescribeImages',
    'ecr:ListImages',
  ],
  Write: [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:InitiateLayerUpload',
    'ecr:UploadLayerPart',
    'ecr:CompleteLayerUpload',
    'ecr:PutImage',
  ],
  Metadata: [
    'ecr:GetRepositoryPolicy',
    'ecr:GetLifecyclePolicy',
    'ecr:GetLifecyclePolicyPreview',
    'ecr:ListTagsForResource',
    'ecr:DescribeImageScanFindings',
  ],
};

/**
 * What a pull takes, and no more of Read: who pulls from another account is told the tag, and what else is
 * there, how large it is and when it was pushed is not for them to list.
 *
 * (Amazon ECR User Guide, "Private repository policy examples".)
 */
export const PULL_ACTIONS: readonly string[] = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
];

const [A, R, W, M] = ['Authorize', 'Read', 'Write', 'Metadata'] as const;

/** Who has which levels in one stage. */
export type StageAccess = Readonly<Record<Identity, readonly Level[]>>;

/** Who has which levels in each stage. Nothing is granted that is not in this table. */
export const ACCESS: Readonly<Record<StageName, StageAccess>> = {
  Development: { Developers: [A, R, W, M], EndUsers: [], GitHub: [A, R, W, M] },
  Master: { Developers: [A, R, M], EndUsers: [], GitHub: [A, W] },
  Release: { Developers: [A, R, M], EndUsers: [A, R], GitHub: [A, W] },
};
