import { RESOURCE_POLICIES } from '../permissions/resource-policies';
import { READ_TYPES } from '../permissions/principals';

/** Properties that the other parts of a review compare by what they mean. */
const READ: Readonly<Record<string, readonly string[]>> = {
  'AWS::CodeBuild::Project': ['*'],
  'AWS::CodePipeline::Pipeline': ['*'],
  'AWS::ECR::Repository': [
    'EmptyOnDelete',
    'EncryptionConfiguration',
    'ImageScanningConfiguration',
    'ImageTagMutability',
    'ImageTagMutabilityExclusionFilters',
    'LifecyclePolicy',
    'RepositoryName',
    'RepositoryPolicyText',
  ],
  'AWS::IAM::Group': ['ManagedPolicyArns', 'Policies'],
  'AWS::IAM::GroupPolicy': ['*'],
  'AWS::IAM::ManagedPolicy': ['Groups', 'PolicyDocument', 'Roles', 'Users'],
  'AWS::IAM::Policy': ['Groups', 'PolicyDocument', 'Roles', 'Users'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument', 'ManagedPolicyArns', 'PermissionsBoundary', 'Policies'],
  'AWS::IAM::RolePolicy': ['*'],
  'AWS::IAM::User': ['Groups', 'ManagedPolicyArns', 'PermissionsBoundary', 'Policies'],
  'AWS::IAM::UserPolicy': ['*'],
  'AWS::IAM::UserToGroupAddition': ['*'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::S3::BucketPolicy': ['PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument'],
};

/** Other properties of types that are understood, of which none lets anybody do more. */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Policy': ['PolicyName'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName', 'Path'],
  'AWS::IAM::Role': ['MaxSessionDuration'],
  'AWS::KMS::Key': ['EnableKeyRotation', 'PendingWindowInDays'],
  'AWS::S3::Bucket': ['LifecycleConfiguration'],
};

/** Types of which nothing lets anybody do anything, or by the properties that are compared here only. */
const UNDERSTOOD = new Set([
  ...Object.keys(READ),
  ...Object.keys(RESOURCE_POLICIES),
  ...READ_TYPES,
  'AWS::CodeConnections::Connection',
  'AWS::IAM::OIDCProvider',
  'AWS::KMS::Alias',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
]);

/** Whether a type is one that templates of this project have, so that its creation says nothing by itself. */
export function isUnderstood(type: string): boolean {
  return UNDERSTOOD.has(type);
}

/** Whether a property is compared by what it means, so that another text alone is no change. */
export function isReadElsewhere(type: string, property: string): boolean {
  const properties = READ[type] ?? [];
  return properties.includes('*') || properties.includes(property);
}

/** Whether a property of a type that is understood lets nobody do more, whatever it becomes. */
export function isHarmless(type: string, property: string): boolean {
  return (
    ['Description', 'Tags', 'RepositoryTags'].includes(property) || (HARMLESS[type] ?? []).includes(property)
  );
}

/** Properties that the templates of this project do not have, and by which a new resource lets somebody do something. */
const OPENINGS: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::Bucket': [
    'AccessControl',
    'CorsConfiguration',
    'NotificationConfiguration',
    'ReplicationConfiguration',
  ],
  'AWS::SNS::Topic': ['Subscription'],
};

/** Whether a property of a new resource of a type that is understood is to be said. */
export function isOpening(type: string, property: string): boolean {
  return OPENINGS[type]?.includes(property) ?? false;
}
