import { Stack, StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StageName } from '../config';
import { DISTRIBUTION_TAG } from '../names';
import { findingRules } from '../notices/finding-rules';
import { Notices } from '../notices/notices';

export interface FindingNoticesStackProps extends StackProps {
  readonly distributionName: string;
  readonly stageName: StageName;

  /** Who is told. */
  readonly emails: readonly string[];
}

/**
 * Tells people of findings in a stage that is in another account or region than the pipeline.
 *
 * ECR tells of a scan where the registry is, and EventBridge publishes to topics of its own account and region. So the
 * stage has a topic of its own, and no role reaches from one account into the other.
 */
export class FindingNoticesStack extends Stack {
  constructor(scope: Construct, id: string, props: FindingNoticesStackProps) {
    const { distributionName, stageName, emails, ...others } = props;
    super(scope, id, { ...others, tags: { ...others.tags, [DISTRIBUTION_TAG]: distributionName } });
    const rules = findingRules(distributionName, [stageName]);
    new Notices(this, 'Notices', { distributionName, stageName, emails, rules });
  }
}
