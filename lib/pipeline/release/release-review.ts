import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, IFileSetProducer } from 'aws-cdk-lib/pipelines';
import type { StageConfig } from '../../config';
import { consoleDomain } from '../../console/console-domain';
import { PipelineRole, pipelineRoleName, toolkitRoleArn } from '../../names';
import { REVIEW_PROGRAM, REVIEW_SETTINGS, REVIEW_VARIABLES } from './review-build';

const ROLE: PipelineRole = 'review';

export interface ReleaseReviewProps {
  readonly distributionName: string;

  /** The assembly that is to be released. */
  readonly assembly: IFileSetProducer;

  /** Link to the commit on GitHub. */
  readonly commitPage: string;

  /** Where Release is. */
  readonly release: Pick<StageConfig, 'account' | 'region'>;
}

/**
 * Compares what is deployed in Release with what is to be released, and says it to the approval.
 *
 * Here, while the stage is held, and not in an earlier one: until an approval is answered nothing else reaches Release,
 * so that what was read is what is changed. It fails for nothing that it finds, nor for what it cannot read: that is
 * said, and a person decides.
 */
export class ReleaseReview extends CodeBuildStep {
  /** What changes, in a line. */
  readonly short: string;

  /** Page of the build in the console, whose log is the whole review. */
  readonly page: string;

  constructor(stack: Stack, id: string, props: ReleaseReviewProps) {
    const { distributionName, assembly, commitPage, release } = props;
    const { account, partition, region } = stack;
    const projectName = pipelineRoleName(distributionName, ROLE);
    const { short, build } = REVIEW_VARIABLES;
    super(id, {
      input: assembly,
      projectName,
      env: { [REVIEW_SETTINGS.commit]: commitPage, [REVIEW_SETTINGS.pipeline]: distributionName },
      // What goes wrong in the program must neither end the build nor pass for a review.
      commands: [
        `export ${build}="${CODEBUILD_UUID}"`,
        `export ${short}="$(node ${REVIEW_PROGRAM})"`,
        `export ${short}="\${${short}:-${NO_REVIEW}}"`,
      ],
      rolePolicyStatements: [
        new iam.PolicyStatement({
          actions: ['codepipeline:GetPipelineState'],
          resources: [`arn:${partition}:codepipeline:${region}:${account}:${distributionName}`],
        }),
        new iam.PolicyStatement({
          actions: ['sts:AssumeRole'],
          resources: [
            toolkitRoleArn('review', {
              partition,
              account: release.account ?? account,
              region: release.region ?? region,
            }),
          ],
        }),
      ],
    });
    this.short = this.exportedVariable(short);
    const path = `codesuite/codebuild/${account}/projects/${projectName}/build`;
    this.page = `https://${region}.${consoleDomain(stack)}/${path}/${projectName}%3A${this.exportedVariable(build)}/log?region=${region}`;
  }
}

/** The last part of a build's id, `project:uuid`, by which CodeBuild names its log stream. */
const CODEBUILD_UUID = '${CODEBUILD_BUILD_ID#*:}';

const NO_REVIEW =
  'What changes could not be found out: the review ended with an error, see its log. Look at the commit itself.';
