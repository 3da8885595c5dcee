import * as fs from 'node:fs';
import { parse } from 'yaml';
import { deployRoleStatements, stackNames } from './deploy-role';
import { Environment } from '../settings/environments';
import { Statement } from './policy-document';
import { ManagedPolicy } from './policy-documents';
import { reviewRole } from './review-role';
import { buildLogGroup, PipelineRole, pipelineRoleName, toolkitName } from '../../../lib/names';

/** CDK's name for who made a bootstrap template; the CLI overwrites no variant with another by accident. */
export const VARIANT = 'Slipway: roles that reach its own stacks only';

/** What CloudFormation takes as the body of a template, in bytes ("AWS CloudFormation quotas"). */
const MAX_BYTES = 51_200;

/** What nothing of ours uses: keys, images, look-ups and an example of a boundary. */
const UNUSED = [
  'CdkBoostrapPermissionsBoundaryPolicy',
  'ContainerAssetsRepository',
  'FileAssetsBucketEncryptionKey',
  'FileAssetsBucketEncryptionKeyAlias',
  'ImagePublishingRole',
  'ImagePublishingRoleDefaultPolicy',
  'LookupRole',
];
const KEPT = [
  'CdkBootstrapVersion',
  'CloudFormationExecutionRole',
  'DeploymentActionRole',
  'FilePublishingRole',
  'FilePublishingRoleDefaultPolicy',
  'StagingBucket',
  'StagingBucketPolicy',
];

interface Resource {
  readonly Type: string;
  Properties: Record<string, unknown>;
  DependsOn?: readonly string[];
  DeletionPolicy?: string;
}

export interface Template {
  readonly Parameters: Record<string, { Default?: string }>;
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, unknown>;
}

/** AWS's own bootstrap template, which the CLI's package exports; starting the CLI to print it takes two seconds. */
export function awsTemplate(): string {
  return fs.readFileSync(require.resolve('aws-cdk/lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
}

/**
 * AWS's bootstrap template with roles that can do our work and no more, and with our policies in it.
 *
 * One stack holds both, so that a step that is refused changes nothing: CloudFormation rolls all of it back.
 *
 * @param source AWS's template, as YAML.
 * @param name Name of the distribution.
 * @throws Error when AWS's template is not the one that this was written for
 */
export function toolkitTemplate(
  source: string,
  environment: Environment,
  policies: readonly ManagedPolicy[],
  name: string,
): Template {
  const template = parse(source) as Template;
  const { Parameters, Resources, Outputs } = template;
  expectKnown(Resources);
  for (const unused of UNUSED) delete Resources[unused];
  delete Outputs.ImageRepositoryName;
  delete Outputs.FileAssetKeyArn;
  Parameters.BootstrapVariant.Default = VARIANT;

  const bucket = Resources.StagingBucket;
  bucket.Properties.BucketEncryption = {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
  };
  // A template is read once, when it is deployed: what lies there longer is of no use, and may have been planted.
  const { Rules } = bucket.Properties.LifecycleConfiguration as { Rules: object[] };
  Rules.push({ Id: 'ExpireTemplates', Status: 'Enabled', ExpirationInDays: 1 });
  // A bucket that outlived a bootstrap that was refused would block the next one.
  bucket.DeletionPolicy = 'RetainExceptOnCreate';

  const deployRole = Resources.DeploymentActionRole.Properties;
  delete deployRole.ManagedPolicyArns;
  deployRole.Policies = [
    { PolicyName: 'default', PolicyDocument: document(deployRoleStatements(environment, name)) },
  ];
  Resources.FilePublishingRoleDefaultPolicy.Properties.PolicyDocument = document(
    publishingStatements(environment),
  );

  if (stackNames(environment).length > 0) Resources.ReviewRole = reviewRole(environment, name);
  if (environment.hasPipeline) {
    Resources.SynthLogs = logGroup(name, 'synth');
    Resources.SelfMutateLogs = logGroup(name, 'selfupdate');
    Resources.ReviewLogs = logGroup(name, 'review');
  }
  for (const { document: file, policyName, content } of policies) {
    Resources[logicalId(file)] = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: policyName, PolicyDocument: content },
    };
  }
  Resources.CloudFormationExecutionRole.Properties.ManagedPolicyArns = policies
    .filter(({ isOfExecution }) => isOfExecution)
    .map(({ document: file }) => ({ Ref: logicalId(file) }));
  // As it will be read back, to be compared with then: without what is undefined.
  return JSON.parse(JSON.stringify(template)) as Template;
}

/** A template as it is sent. @throws Error when it is longer than CloudFormation takes */
export function templateBody(template: Template): string {
  const body = JSON.stringify(template);
  if (Buffer.byteLength(body) > MAX_BYTES) {
    throw new Error(
      `the toolkit's template has ${Buffer.byteLength(body)} bytes, expected ${MAX_BYTES} at most; shorten the documents in policies/`,
    );
  }
  return body;
}

/** Logical id of a policy in the template: the words of its document's name. */
export function logicalId(documentName: string): string {
  return documentName.replace(/(^|-)(.)/g, (_, _dash, letter: string) => letter.toUpperCase());
}

/**
 * Where a build writes its log, which is kept for a year.
 *
 * Here, and not in the pipeline's stack: so no commit can take away what its builds have written, and a review can be
 * read for as long as its approval waits: seven days, after as long at the entrance of the stage.
 */
function logGroup(name: string, use: PipelineRole): Resource {
  return {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: buildLogGroup(pipelineRoleName(name, use)), RetentionInDays: 365 },
  };
}

function publishingStatements({ partition, account, region }: Environment): Statement[] {
  const bucket = `arn:${partition}:s3:::${toolkitName('assets', { account, region })}`;
  const Condition = { StringEquals: { 'aws:ResourceAccount': account } };
  return [
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketLocation', 's3:GetEncryptionConfiguration', 's3:ListBucket'],
      Resource: bucket,
      Condition,
    },
    {
      Effect: 'Allow',
      Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      Resource: `${bucket}/*`,
      Condition,
    },
  ];
}

function document(Statement: readonly Statement[]): object {
  return { Version: '2012-10-17', Statement };
}

/** A new version of AWS's template must not pass with something in it that was not narrowed. */
function expectKnown(resources: Record<string, Resource>): void {
  const known = [...KEPT, ...UNUSED].sort();
  const found = Object.keys(resources).sort();
  if (JSON.stringify(found) === JSON.stringify(known)) return;
  const added = found.filter((id) => !known.includes(id));
  const missing = known.filter((id) => !found.includes(id));
  throw new Error(
    `the bootstrap template of this CDK CLI is not the one that is known here: added ${added.join(', ') || 'nothing'}, missing ${missing.join(', ') || 'nothing'}; use the CLI of package-lock.json, or review cli/bootstrap/toolkit/toolkit-template.ts for the new one`,
  );
}
