import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Acknowledges one finding of a rule on one construct, with the reason that the template will show.
 *
 * `Validations.acknowledge()` records where it was called, which puts the paths of a machine into the
 * assembly; two clones would no longer synthesise the same bytes.
 *
 * @param finding Id of the finding with its pack, such as `AwsSolutions::AwsSolutions-IAM5[Resource::*]`.
 */
export function acknowledge(scope: IConstruct, finding: string, reason: string): void {
  scope.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, {
    [finding]: reason,
  });
}
