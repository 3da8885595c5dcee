/**
 * What the roles of a pipeline need of the families of actions that CDK grants by wildcard.
 *
 * (AWS CodePipeline User Guide, "Manage the CodePipeline service role"; AWS CodeBuild User Guide, "Allow
 * CodeBuild to interact with other AWS services".) Artifacts are never deleted, tagged or locked by hand,
 * and no build publishes reports: what serves only that is left out.
 */
export const EXACT_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject*': ['s3:GetObject', 's3:GetObjectVersion'],
  's3:GetBucket*': ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
  // An artifact's key ends at random: who may not list cannot find, and so not exchange, what waits for the approval.
  's3:List*': [],
  's3:Abort*': ['s3:AbortMultipartUpload'],
  's3:DeleteObject*': [],
  's3:PutObjectLegalHold': [],
  's3:PutObjectRetention': [],
  's3:PutObjectTagging': [],
  's3:PutObjectVersionTagging': [],
  'kms:GenerateDataKey*': ['kms:GenerateDataKey'],
  'kms:ReEncrypt*': [],
  // To the account of the key, so that its IAM policies count: to look after the key, and to use it.
  'kms:*': [
    'kms:CancelKeyDeletion',
    'kms:CreateAlias',
    'kms:Decrypt',
    'kms:DeleteAlias',
    'kms:DescribeKey',
    'kms:DisableKey',
    'kms:DisableKeyRotation',
    'kms:EnableKey',
    'kms:EnableKeyRotation',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GetKeyPolicy',
    'kms:GetKeyRotationStatus',
    'kms:ListResourceTags',
    'kms:PutKeyPolicy',
    'kms:ScheduleKeyDeletion',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:UpdateAlias',
    'kms:UpdateKeyDescription',
  ],
  // The bootstrap makes the groups, with a retention; a build would make one that is kept for ever.
  'logs:CreateLogGroup': [],
  'codebuild:BatchPutCodeCoverages': [],
  'codebuild:BatchPutTestCases': [],
  'codebuild:CreateReport': [],
  'codebuild:CreateReportGroup': [],
  'codebuild:UpdateReport': [],
  // The service has two prefixes, and AWS asks for the one in the connection's ARN.
  'codestar-connections:UseConnection': [
    'codeconnections:UseConnection',
    'codestar-connections:UseConnection',
  ],
};
