import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildStep, CodePipeline, CodePipelineSource } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import type { Distribution } from '../config';
import { withFindings } from '../config/stages-with-findings';
import { enforceLeastPrivilege } from '../least-privilege/least-privilege';
import { APPROVE_ACTION } from '../access/approver-policy';
import { consoleDomain } from '../console/console-domain';
import { DISTRIBUTION_TAG, pipelineRoleName } from '../names';
import { actionRules } from '../notices/action-rules';
import { findingRules } from '../notices/finding-rules';
import { Notices } from '../notices/notices';
import { registryStages } from '../stages/registry-stages';
import { acknowledgeFindings } from './acknowledgements';
import { ApproverGroup } from './release/approver-group';
import { artifactBuckets } from './artifact-buckets';
import { GitHubConnection } from './github-connection';
import { ReleaseApproval } from './release/release-approval';
import { ReleaseReview } from './release/release-review';
import { REVIEW_ACTION } from './release/review-build';
import { nameRoles } from './role-names';
import { SELF_MUTATION } from './self-mutation';
import { CDK_CLI_VERSION, NODE_VERSION } from './versions';

export interface PipelineStackProps extends StackProps {
  /** What the pipeline delivers, and where it is itself. */
  readonly distribution: Distribution;
}

/** The pipeline that carries every push through Development and Master to Release, and updates itself. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { distribution, ...props }: PipelineStackProps) {
    super(scope, id, {
      description: 'Carries every change of the registries from a git push to Release',
      ...props,
      env: distribution.pipeline,
      tags: { ...props.tags, [DISTRIBUTION_TAG]: distribution.name },
      // Its template grows with each image, and indentation is a third of it.
      suppressTemplateIndentation: true,
    });
    const { name, source } = distribution;
    const connectionArn =
      source.connectionArn ??
      new GitHubConnection(this, 'GitHubConnection', { distributionName: name }).connectionArn;
    const commits = CodePipelineSource.connection(source.repository, source.branch, {
      connectionArn,
      actionName: 'GitHub',
    });

    const artifacts = artifactBuckets(this, distribution);
    const pipeline = new CodePipeline(this, 'Pipeline', {
      pipelineName: name,
      pipelineType: codepipeline.PipelineType.V2,
      synth: new CodeBuildStep('Synth', {
        input: commits,
        projectName: pipelineRoleName(name, 'synth'),
        // What the commit has in `cdk.out` would become a part of the assembly, its `cdk.json` for one. Half of the
        // packages are for rehearsals and the linter: less time without them, and less that runs on AWS.
        commands: ['rm -rf cdk.out', 'npm ci --omit=dev', 'npm run verify'],
      }),
      codeBuildDefaults: {
        buildEnvironment: {
          buildImage: codebuild.LinuxBuildImage.STANDARD_7_0,
          // SelfMutate reads no cdk.json, which says the same.
          environmentVariables: { CDK_DISABLE_CLI_TELEMETRY: { value: 'true' } },
        },
        partialBuildSpec: codebuild.BuildSpec.fromObject({
          phases: { install: { 'runtime-versions': { nodejs: NODE_VERSION } } },
        }),
      },
      selfMutationCodeBuildDefaults: SELF_MUTATION,
      cliVersion: CDK_CLI_VERSION,
      ...artifacts.buckets,
      // One action a stack, and no stack has anything that a change set would let somebody review in time.
      useChangeSets: false,
    });

    const review = new ReleaseReview(this, REVIEW_ACTION, {
      distributionName: name,
      assembly: pipeline.cloudAssemblyFileSet,
      commitPage: `https://github.com/${source.repository}/commit/${commits.sourceAttribute('CommitId')}`,
      release: distribution.stages.Release,
    });
    const pipelineUrl = `https://${this.region}.${consoleDomain(this)}/codesuite/codepipeline/pipelines/${name}`;
    const { notifications } = distribution;
    const notices =
      notifications &&
      new Notices(this, 'Notices', {
        distributionName: name,
        ...notifications,
        key: artifacts.key,
        rules: [
          ...actionRules(name, `${pipelineUrl}/executions`),
          ...findingRules(name, withFindings(distribution).besidePipeline),
        ],
      });
    const approval = new ReleaseApproval(APPROVE_ACTION, { source: commits, review, topic: notices?.topic });
    for (const stage of registryStages(this, distribution)) {
      enforceLeastPrivilege(stage, name);
      pipeline.addStage(stage, { pre: stage.stageName === 'Release' ? [review, approval] : [] });
    }
    pipeline.buildPipeline();
    notices?.grantKey(approval.role);
    nameRoles(pipeline, name, { review, approval });

    new ApproverGroup(this, 'ApproverGroup', {
      distributionName: name,
      stageName: approval.stageName,
    });
    new CfnOutput(this, 'Console', {
      description: 'The pipeline; approvals are given here',
      value: `${pipelineUrl}/view?region=${this.region}`,
    });
    enforceLeastPrivilege(this, name, pipeline.pipeline);
    acknowledgeFindings(pipeline, review);
  }
}
