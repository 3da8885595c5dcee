import { CodePipelineSource, ManualApprovalStep } from 'aws-cdk-lib/pipelines';

export interface ReleaseApprovalProps {
  /** Source whose commit is to be approved. */
  readonly source: CodePipelineSource;

  /** Its repository on GitHub, as `owner/name`. */
  readonly repository: string;
}

/**
 * Asks a person, before Release, about one commit: its id, its date and a link to it.
 *
 * Not its message: CodePipeline refuses a value of more than 1,000 characters once its variables are
 * resolved, so that a long message would block the release.
 */
export class ReleaseApproval extends ManualApprovalStep {
  constructor(id: string, props: ReleaseApprovalProps) {
    const commit = props.source.sourceAttribute('CommitId');
    const date = props.source.sourceAttribute('AuthorDate');
    const comment = `Release commit ${commit} of ${date}?`;
    const reviewUrl = `https://github.com/${props.repository}/commit/${commit}`;
    super(id, { comment, reviewUrl });
    this.discoverReferencedOutputs({ reviewUrl });
  }
}
