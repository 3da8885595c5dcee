import { DISTRIBUTION_TAG } from '../lib/distribution-tag';
import { Environment } from './environments';
import { Statement } from './policy-documents';

/** What changes a stack that is there. */
const CHANGE = [
  'cloudformation:ContinueUpdateRollback',
  'cloudformation:CreateChangeSet',
  'cloudformation:DeleteChangeSet',
  'cloudformation:DeleteStack',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:RollbackStack',
  'cloudformation:UpdateStack',
  'cloudformation:UpdateTerminationProtection',
];
const CREATE = ['cloudformation:CreateChangeSet', 'cloudformation:CreateStack'];
const SEE = [
  'cloudformation:DescribeChangeSet',
  'cloudformation:DescribeEvents',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStackResources',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
];

/**
 * What the deploy role may do: deploy our stacks, and no other.
 *
 * AWS's own template lets it rewrite every stack of the account; and CloudFormation works under the service role
 * that a stack has, without asking whether its caller may pass it. Registry stacks are known by their tag, since
 * a stack of another app may well be called `PaymentsRelease`.
 *
 * @param name Name of the distribution.
 */
export function deployRoleStatements(environment: Environment, name: string): Statement[] {
  const { partition, account, region, hasPipeline, hasArtifacts, stages, trusts } = environment;
  const stack = (pattern: string) =>
    `arn:${partition}:cloudformation:${region}:${account}:stack/${pattern}/*`;
  const byName = [
    ...(hasPipeline ? ['PipelineStack'] : []),
    ...(hasArtifacts && !hasPipeline ? [`PipelineStack-support-${region}`] : []),
    ...(stages.length > 0 ? ['GitHubIdentityProvider'] : []),
  ].map(stack);
  const byTag = stages.map((stage) => stack(`*${stage}`));
  const tagged = (kind: 'Request' | 'Resource') => ({
    StringEquals: { [`aws:${kind}Tag/${DISTRIBUTION_TAG}`]: name },
  });
  const allow = (
    Sid: string,
    Action: readonly string[],
    Resource: readonly string[],
    Condition?: object,
  ): Statement[] => (Resource.length > 0 ? [{ Sid, Effect: 'Allow', Action, Resource, Condition }] : []);
  const bucket = `arn:${partition}:s3:::cdk-slipway-assets-${account}-${region}`;

  return [
    ...allow('DeployOurStacks', [...new Set([...CHANGE, ...CREATE]), ...SEE], byName),
    ...allow('CreateRegistries', CREATE, byTag, tagged('Request')),
    ...allow('ChangeRegistries', [...CHANGE, ...SEE], byTag, tagged('Resource')),
    // Whether a stack is there is asked before there is a tag.
    ...allow('FindOurStacks', ['cloudformation:DescribeStacks'], [...byName, ...byTag]),
    ...allow(
      'PassTheExecutionRole',
      ['iam:PassRole'],
      [`arn:${partition}:iam::${account}:role/cdk-slipway-cfn-exec-role-${account}-${region}`],
      { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
    ),
    ...allow('ReadPublishedTemplates', ['s3:GetObject'], [`${bucket}/*`]),
    ...allow(
      'ReadTheVersionOfTheToolkit',
      ['ssm:GetParameter'],
      [`arn:${partition}:ssm:${region}:${account}:parameter/cdk-bootstrap/slipway/version`],
    ),
    ...(trusts ? artifactStatements(environment, trusts) : []),
  ];
}

/** The artifacts of a pipeline in another account, which that account's bucket lets this role read. */
function artifactStatements({ partition, region }: Environment, pipelineAccount: string): Statement[] {
  const bucket = `arn:${partition}:s3:::pipelinestack-*`;
  const Condition = { StringEquals: { 's3:ResourceAccount': pipelineAccount } };
  const seen = ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning', 's3:ListBucket'];
  return [
    { Sid: 'SeeTheArtifactBucket', Effect: 'Allow', Action: seen, Resource: bucket, Condition },
    {
      Sid: 'ReadArtifacts',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: `${bucket}/*`,
      Condition,
    },
    {
      Sid: 'DecryptArtifacts',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: `arn:${partition}:kms:${region}:${pipelineAccount}:key/*`,
      Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    },
  ];
}
