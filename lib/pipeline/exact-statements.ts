/** A statement of a policy document as it stands in a template. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly [element: string]: unknown;
}

/**
 * What the roles of a pipeline need of the families of actions that CDK grants by wildcard.
 *
 * (AWS CodePipeline User Guide, "Manage the CodePipeline service role"; AWS CodeBuild User Guide, "Allow
 * CodeBuild to interact with other AWS services".) Artifacts are never deleted, tagged or locked by hand,
 * and no build publishes reports: what serves only that is left out.
 */
const EXACT_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject*': ['s3:GetObject', 's3:GetObjectVersion'],
  's3:GetBucket*': ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
  's3:List*': ['s3:ListBucket'],
  's3:Abort*': ['s3:AbortMultipartUpload'],
  's3:DeleteObject*': [],
  's3:PutObjectLegalHold': [],
  's3:PutObjectRetention': [],
  's3:PutObjectTagging': [],
  's3:PutObjectVersionTagging': [],
  'kms:GenerateDataKey*': ['kms:GenerateDataKey'],
  'kms:ReEncrypt*': [],
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

const BUCKET_ACTIONS: readonly string[] = [
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetBucketVersioning',
  's3:ListBucket',
];

const LOOK_UPS: readonly string[] = ['cloudformation:DescribeStacks', 's3:ListBucket'];

/**
 * The same permission in exact actions, each on the resources that it can be used on; possibly none.
 *
 * @param bootstrapRoles ARNs of the roles that the pipeline needs to update itself.
 */
export function exactStatements(statement: Statement, bootstrapRoles: readonly string[]): Statement[] {
  if (statement.Effect === 'Deny') return [statement];
  if (isAnyRole(statement.Resource)) {
    return [{ Effect: 'Allow', Action: statement.Action, Resource: bootstrapRoles }];
  }
  // Self-mutation may describe every stack and list every bucket; the CLI does both under the deploy role.
  if (statement.Resource === '*' && asArray(statement.Action).every((name) => LOOK_UPS.includes(name))) {
    return [];
  }
  const actions = [...new Set(asArray(statement.Action).flatMap((name) => EXACT_ACTIONS[name] ?? [name]))];
  const resources = asArray(statement.Resource);
  const objects = resources.filter(isObjects);
  if (objects.length === 0) return withActions(statement, actions, resources);

  const onBuckets = actions.filter((name) => BUCKET_ACTIONS.includes(name));
  const onObjects = actions.filter((name) => !BUCKET_ACTIONS.includes(name));
  const buckets = resources.filter((resource) => !isObjects(resource));
  return [...withActions(statement, onBuckets, buckets), ...withActions(statement, onObjects, objects)];
}

/** Whether a resource is CDK's `arn:*:iam::ACCOUNT:role/*`. */
function isAnyRole(resource: unknown): boolean {
  return endsWith(resource, ':role/*');
}

function withActions(
  statement: Statement,
  actions: readonly string[],
  resources: readonly unknown[],
): Statement[] {
  return actions.length === 0 ? [] : [{ ...statement, Action: actions, Resource: resources }];
}

/** Whether a resource stands for the objects of a bucket: its ARN and `/*`. */
function isObjects(resource: unknown): boolean {
  return endsWith(resource, '/*') && !isAnyRole(resource);
}

/** Whether an ARN ends so, be it a string or a `Fn::Join` of which only the end is known. */
function endsWith(resource: unknown, suffix: string): boolean {
  return [`${suffix}"`, `${suffix}"]]}`].some((end) => JSON.stringify(resource)?.endsWith(end));
}

function asArray<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
