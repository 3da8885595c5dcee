import { AwsSolutionsChecks, IApplyRule, rules } from 'cdk-nag';

/** The rules that look at the resources of a service, for the services that the app uses. */
const RULES_OF_SERVICE: Readonly<Record<string, object>> = {
  'AWS::CodeBuild': rules.codebuild,
  'AWS::CodeConnections': {},
  'AWS::CodePipeline': {},
  'AWS::ECR': rules.ecr,
  'AWS::Events': rules.eventbridge,
  'AWS::IAM': rules.iam,
  'AWS::KMS': rules.kms,
  'AWS::S3': rules.s3,
  'AWS::SNS': rules.sns,
};

/**
 * AwsSolutions, soon: each rule is asked about the resources that it can say something about.
 *
 * By itself a rule is asked about every resource, and loads the constructs of its own service to see that this is none
 * of them: a fifth of a synth. A resource of a service that is not listed here is still shown to every rule.
 */
export class AwsSolutions extends AwsSolutionsChecks {
  protected override applyRule(params: IApplyRule): void {
    const [service] = /^\w+::\w+/.exec(params.node.cfnResourceType) ?? [''];
    const own = RULES_OF_SERVICE[service];
    if (!own || Object.hasOwn(own, params.rule.name)) super.applyRule(params);
  }
}
