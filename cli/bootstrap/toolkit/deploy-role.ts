import {
  DISTRIBUTION_TAG,
  PIPELINE_STACK,
  PROVIDER_STACK,
  supportStack,
  toolkitName,
  toolkitRoleArn,
} from '../../../lib/names';
import { domainSuffixOf } from '../../../lib/config/regions';
import { Environment } from '../settings/environments';
import { Statement } from './policy-document';

/** What takes the role under which CloudFormation works, and has to name ours. */
const CHANGE = [
  'cloudformation:ContinueUpdateRollback',
  'cloudformation:DeleteStack',
  'cloudformation:RollbackStack',
  'cloudformation:UpdateStack',
];

/** What has no such parameter: a change set has its role, and what it imports, from its creation. */
const CARRY_OUT = [
  'cloudformation:DeleteChangeSet',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:UpdateTerminationProtection',
];
const SEE = [
  'cloudformation:DescribeChangeSet',
  'cloudformation:DescribeEvents',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStackResources',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
];

/**
 * Of what a change set says that it imports, repositories only: what is imported gets the tag, by which connections
 * are known.
 *
 * A change set that imports nothing has no such key, and one that imports whatever has the name of something in its
 * template may have none either; a connection has no name that a template could give.
 */
const IMPORTS = {
  'ForAllValues:StringEquals': { 'cloudformation:ImportResourceTypes': ['AWS::ECR::Repository'] },
};

/**
 * What the deploy role may do: deploy our stacks, and no other.
 *
 * AWS's own template lets it rewrite every stack of the account; and CloudFormation works under the service role
 * that a stack has, without asking whether its caller may pass it. So whatever is done to a stack names our execution
 * role, and the stack has our tag: a stack of another app may be called `PaymentsRelease`, and even `PipelineStack`.
 *
 * No stack is created by a change set, for one that is in review has no tags yet, and could be any app's. The
 * pipeline's actions use `CreateStack`; the stacks that the CDK CLI deploys are there since the bootstrap.
 *
 * @param name Name of the distribution.
 */
export function deployRoleStatements(environment: Environment, name: string): Statement[] {
  const { partition, account, region, trusts } = environment;
  const stacks = stackNames(environment).map(
    (pattern) => `arn:${partition}:cloudformation:${region}:${account}:stack/${pattern}/*`,
  );
  const executionRole = toolkitRoleArn('cfn-exec', { partition, account, region });
  const underOurRole = { 'cloudformation:RoleArn': executionRole };
  const tagged = (kind: 'Request' | 'Resource') => ({ [`aws:${kind}Tag/${DISTRIBUTION_TAG}`]: name });
  const bucket = `arn:${partition}:s3:::${toolkitName('assets', { account, region })}`;
  const ours = { ...tagged('Resource'), ...underOurRole };
  const allow = (
    Sid: string,
    Action: readonly string[],
    Resource: readonly string[],
    StringEquals?: Record<string, string>,
  ): Statement => ({ Sid, Effect: 'Allow', Action, Resource, Condition: StringEquals && { StringEquals } });

  return [
    ...(stacks.length > 0
      ? [
          allow('CreateOurStacks', ['cloudformation:CreateStack'], stacks, {
            ...tagged('Request'),
            ...underOurRole,
          }),
          allow('ChangeOurStacks', CHANGE, stacks, ours),
          {
            ...allow('ProposeChanges', ['cloudformation:CreateChangeSet'], stacks),
            Condition: { StringEquals: ours, ...IMPORTS },
          },
          allow('CarryThemOut', [...CARRY_OUT, ...SEE], stacks, tagged('Resource')),
          // Whether a stack is there is asked before there is a tag.
          allow('FindOurStacks', ['cloudformation:DescribeStacks'], stacks),
        ]
      : []),
    allow('PassTheExecutionRole', ['iam:PassRole'], [executionRole], {
      'iam:PassedToService': 'cloudformation.amazonaws.com',
    }),
    allow('ReadPublishedTemplates', ['s3:GetObject'], [`${bucket}/*`]),
    allow(
      'ReadTheVersionOfTheToolkit',
      ['ssm:GetParameter'],
      [`arn:${partition}:ssm:${region}:${account}:parameter/cdk-bootstrap/slipway/version`],
    ),
    ...(trusts ? artifactStatements(environment, name, trusts) : []),
  ];
}

/** Names that our stacks have in an environment; other apps may have stacks of such names too. */
export function stackNames(environment: Environment): string[] {
  const { region, hasPipeline, hasArtifacts, stages, createsIdentityProvider } = environment;
  return [
    ...(hasPipeline ? [PIPELINE_STACK] : []),
    ...(hasArtifacts && !hasPipeline ? [supportStack(region)] : []),
    ...(createsIdentityProvider ? [PROVIDER_STACK] : []),
    ...stages.map((stage) => `*${stage}`),
  ];
}

/**
 * S3 as KMS calls it in a condition.
 *
 * CDK's own bootstrap writes `amazonaws.com` in every partition, and AWS documents no other name; that of the partition
 * can be KMS's word for S3 only, too.
 */
function s3In(region: string): string | string[] {
  const names = new Set(['amazonaws.com', domainSuffixOf(region)].map((suffix) => `s3.${region}.${suffix}`));
  return names.size > 1 ? [...names] : [...names][0];
}

/** The artifacts of a pipeline in another account, which that account's bucket lets this role read. */
function artifactStatements(
  { partition, region }: Environment,
  name: string,
  pipelineAccount: string,
): Statement[] {
  const bucket = `arn:${partition}:s3:::${name}-artifacts-????????`;
  const Condition = { StringEquals: { 's3:ResourceAccount': pipelineAccount } };
  const seen = ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'];
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
      Condition: { StringEquals: { 'kms:ViaService': s3In(region) } },
    },
  ];
}
