import type { ImageConfig, StageName } from './config/distribution';

/** Stack of the pipeline, which users type: `cdk deploy PipelineStack`. */
export const PIPELINE_STACK = 'PipelineStack';

/** Stack of GitHub's identity provider, in each account that has no other. */
export const PROVIDER_STACK = 'GitHubIdentityProvider';

/** Stack of the toolkit, which the bootstrap makes in each account and region. */
export const TOOLKIT_STACK = 'SlipwayToolkit';

/**
 * Qualifier of the toolkit, which is in the names of its roles and policies.
 *
 * It is said here and not read from `cdk.json`: what a commit writes there must not decide which stack an
 * administrator overwrites. A test compares both.
 */
export const QUALIFIER = 'slipway';

/** Begin of the names of whatever the toolkit has. */
export const TOOLKIT_PREFIX = `cdk-${QUALIFIER}-`;

/**
 * Tag of every stack of a distribution, with the distribution's name, by which the deploy role knows them.
 *
 * Their names cannot tell: a stack of another app may well be called `PaymentsRelease`, or `PipelineStack`.
 */
export const DISTRIBUTION_TAG = 'slipway:distribution';

/** Stack of an image's registry in a stage, such as `SampleImageRelease`. */
export function registryStack(imageName: string, stageName: StageName): string {
  return `${imageName}${stageName}`;
}

/**
 * Variable of an image's repository with the name of a stage's GitHub environment, such as `RELEASE_ENVIRONMENT`.
 *
 * `npm run github` sets it, and the workflows of the example take it.
 */
export function environmentVariable(stageName: StageName): string {
  return `${stageName.toUpperCase()}_ENVIRONMENT`;
}

/** Variable of a GitHub environment with the ARN of the registry that its secrets are for; `npm run github` keeps it. */
export const SECRETS_VARIABLE = 'SECRETS_ARE_FOR';

/** Stack of the groups that all images of a stage share. */
export function sharedGroupsStack(stageName: StageName): string {
  return `SharedGroups${stageName}`;
}

/** Stack that tells of findings in a stage which is in another account or region than the pipeline. */
export function findingNoticesStack(stageName: StageName): string {
  return `FindingNotices${stageName}`;
}

/** Stack of the artifacts that actions in another region read, which the CDK CLI deploys before the pipeline. */
export function supportStack(region: string): string {
  return `${PIPELINE_STACK}-support-${region}`;
}

/** Name of a repository, such as `slipway/sample-image/release`. */
export function repositoryName(
  distributionName: string,
  image: Pick<ImageConfig, 'repositoryName'>,
  stageName: StageName,
): string {
  return `${distributionName}/${image.repositoryName}/${stageName.toLowerCase()}`;
}

/** Where something is: an account, by its number, and a region. */
interface Place {
  readonly account: string;
  readonly region: string;
}

/** Name of a role, policy or bucket of the toolkit, such as its `permissions-boundary` or `deploy-role`. */
export function toolkitName(use: string, { account, region }: Place): string {
  return `${TOOLKIT_PREFIX}${use}-${account}-${region}`;
}

/** ARN of a role of the toolkit, such as its `deploy` role. */
export function toolkitRoleArn(use: string, place: Place & { readonly partition: string }): string {
  return `arn:${place.partition}:iam::${place.account}:role/${toolkitName(`${use}-role`, place)}`;
}

/**
 * Name of the topic by which people are told what waits for them, failed or was found.
 *
 * @param stageName Stage elsewhere than the pipeline, of whose findings alone it tells.
 */
export function topicName(distributionName: string, stageName?: StageName): string {
  return `${distributionName}-notices${ofStage(stageName)}`;
}

/** What rules of EventBridge tell. */
export type NoticeUse = 'failed' | 'not-approved' | 'critical-findings' | 'high-findings';

/**
 * Name of one of these rules; with the stage, where that has a topic of its own.
 *
 * A name has 64 characters at most (EventBridge API Reference, "PutRule"), of which the distribution's may take 32.
 */
export function noticeRuleName(distributionName: string, use: NoticeUse, stageName?: StageName): string {
  return stageName === undefined
    ? `${distributionName}-notice-${use}`
    : `${distributionName}-${use}${ofStage(stageName)}`;
}

/** Two stages may be in one account and region. */
function ofStage(stageName?: StageName): string {
  return stageName === undefined ? '' : `-${stageName.toLowerCase()}`;
}

/** What the pipeline's own roles are for. */
export type PipelineRole = 'pipeline' | 'source' | 'build' | 'approve' | 'synth' | 'selfupdate' | 'review';

/** Name of one of the pipeline's own roles, and of the build project of the same use. */
export function pipelineRoleName(distributionName: string, use: PipelineRole): string {
  return `${distributionName}-${use}`;
}

/** Log group of a build project, which CodeBuild names so by default; the bootstrap makes those of the pipeline's. */
export function buildLogGroup(projectName: string): string {
  return `/aws/codebuild/${projectName}`;
}
