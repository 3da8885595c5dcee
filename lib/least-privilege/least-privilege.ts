import { Aspects, IAspect, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { WriteNagSuppressionsToCloudFormationAspect } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { AliasedKeys, exactStatements, Statement } from './exact-statements';
import { permissionsBoundaryArn } from './permissions-boundary';

/** What IAM files under paths. */
const IN_PATH = [iam.CfnRole, iam.CfnGroup, iam.CfnManagedPolicy];
type InPath = InstanceType<(typeof IN_PATH)[number]>;

/**
 * Narrows what CDK generates to exact actions and resources, files it under the app's IAM path, and puts
 * the permissions boundary on every role.
 *
 * CDK's own grants are made for any pipeline and are wider than this one needs.
 */
class LeastPrivilege implements IAspect {
  constructor(
    private readonly iamPath: string,
    private readonly pipeline?: codepipeline.Pipeline,
  ) {}

  visit(node: IConstruct): void {
    if (IN_PATH.some((type) => node instanceof type)) (node as InPath).path = this.iamPath;
    if (node instanceof iam.CfnRole) node.permissionsBoundary = permissionsBoundaryArn(Stack.of(node));
    if (node instanceof iam.CfnPolicy || node instanceof s3.CfnBucketPolicy) {
      node.policyDocument = this.narrow(Stack.of(node), node.policyDocument);
    }
    if (node instanceof kms.CfnKey) {
      node.keyPolicy = this.narrow(Stack.of(node), node.keyPolicy);
      // Its bucket is kept; and whoever may delete this key, which has no alias by then, might delete others.
      node.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
  }

  private narrow(stack: Stack, policy: unknown): object {
    const document = stack.resolve(policy) as { Statement: Statement[] };
    // In another region than its own, the pipeline keeps a stack with a bucket for artifacts.
    const regions = this.pipeline ? [stack.region, ...Object.keys(this.pipeline.crossRegionSupport)] : [];
    const roles = [...new Set(regions)].flatMap((region) => bootstrapRoles(stack, region));
    const keys = stack.resolve(this.pipeline ? replicaKeys(this.pipeline) : NO_KEYS) as AliasedKeys;
    const statements = document.Statement.flatMap((statement) => exactStatements(statement, roles, keys));
    return { ...document, Statement: statements };
  }
}

const NO_KEYS: AliasedKeys = { arns: [], aliases: [] };

/**
 * Keys of the pipeline's buckets in other regions.
 *
 * CloudFormation makes their ARNs there, where this stack does not see them; CDK makes their aliases here.
 */
export function replicaKeys(pipeline: codepipeline.Pipeline): AliasedKeys {
  const keys = Object.entries(pipeline.crossRegionSupport).flatMap(([region, { replicationBucket }]) => {
    const { encryptionKey } = replicationBucket;
    if (!(encryptionKey instanceof kms.Alias)) return [];
    const arn = Stack.of(pipeline).formatArn({ service: 'kms', region, resource: 'key', resourceName: '*' });
    return [{ arn, alias: encryptionKey.aliasName }];
  });
  return { arns: keys.map(({ arn }) => arn), aliases: keys.map(({ alias }) => alias) };
}

/** Roles of the bootstrap that `cdk deploy` assumes: to deploy, and to publish the template. */
function bootstrapRoles(stack: Stack, region: string): string[] {
  const { partition, account } = stack;
  return ['deploy', 'file-publishing'].map(
    (role) =>
      `arn:${partition}:iam::${account}:role/cdk-${stack.synthesizer.bootstrapQualifier}-${role}-role-${account}-${region}`,
  );
}

/**
 * Puts the Aspect on a stack or stage, and the one that writes acknowledgements into the template.
 *
 * A stage needs it before it is added to a pipeline, which synthesises it there and then; Aspects of the
 * app don't reach into stages.
 *
 * @param name Name of the distribution, from which the IAM path is made.
 * @param pipeline Pipeline of the stack, once it is built, if it has one.
 */
export function enforceLeastPrivilege(
  scope: IConstruct,
  name: string,
  pipeline?: codepipeline.Pipeline,
): void {
  Aspects.of(scope).add(new LeastPrivilege(`/${name}/`, pipeline));
  Aspects.of(scope).add(new WriteNagSuppressionsToCloudFormationAspect());
}
