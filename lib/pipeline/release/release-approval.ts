import { IStage } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import {
  CodePipelineActionFactoryResult,
  CodePipelineSource,
  ICodePipelineActionFactory,
  ManualApprovalStep,
  ProduceActionOptions,
} from 'aws-cdk-lib/pipelines';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { IConstruct } from 'constructs';
import type { ReleaseReview } from './release-review';

export interface ReleaseApprovalProps {
  /** Source whose commit is to be approved. */
  readonly source: CodePipelineSource;

  /** What is shown of the review: what changes, in a line, and where the whole of it is. */
  readonly review: Pick<ReleaseReview, 'short' | 'page'>;

  /**
   * Topic by which approvers are told that it waits.
   *
   * @default - they are not told
   */
  readonly topic?: ITopic;
}

/**
 * Asks a person, before Release, about one commit: what it changes there, its id and its date.
 *
 * Not its message: CodePipeline refuses a value of more than 1,000 characters once its variables are
 * resolved, so that a long message would block the release. What changes is cut to fit.
 *
 * It adds its action itself, so that it knows where that is: CDK tells nobody.
 */
export class ReleaseApproval extends ManualApprovalStep implements ICodePipelineActionFactory {
  private stage?: IStage;
  private readonly topic?: ITopic;

  constructor(id: string, props: ReleaseApprovalProps) {
    const commit = props.source.sourceAttribute('CommitId');
    const date = props.source.sourceAttribute('AuthorDate');
    const comment = `${props.review.short} Release commit ${commit} of ${date}?`;
    const reviewUrl = props.review.page;
    super(id, { comment, reviewUrl });
    this.topic = props.topic;
    this.discoverReferencedOutputs({ comment, reviewUrl });
  }

  /**
   * Name of the pipeline's stage that asks, once the pipeline is built.
   *
   * It is `Release`, or `Release.1` where the stacks of Release need several stages: CDK numbers these.
   */
  get stageName(): string {
    return this.builtStage.stageName;
  }

  /** Role under which CodePipeline asks, once the pipeline is built. */
  get role(): iam.Role {
    const { pipeline, stageName } = this.builtStage;
    const path = [stageName, this.id, 'CodePipelineActionRole'];
    const found = path.reduce((scope: IConstruct, id) => scope.node.findChild(id), pipeline);
    if (found instanceof iam.Role) return found;
    throw new Error(`${found.node.path} is no role, expected the one that CDK makes for the approval`);
  }

  produceAction(stage: IStage, options: ProduceActionOptions): CodePipelineActionFactoryResult {
    this.stage = stage;
    stage.addAction(
      new ManualApprovalAction({
        actionName: options.actionName,
        runOrder: options.runOrder,
        additionalInformation: this.comment,
        externalEntityLink: this.reviewUrl,
        notificationTopic: this.topic,
      }),
    );
    return { runOrdersConsumed: 1 };
  }

  private get builtStage(): IStage {
    if (this.stage) return this.stage;
    throw new Error(
      `the approval ${this.id} is in no pipeline, expected one that is built; add it before Release`,
    );
  }
}
