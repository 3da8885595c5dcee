import * as fs from 'node:fs';
import * as path from 'node:path';
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, IApplyRule, rules } from 'cdk-nag';
import { AwsSolutions } from '../../../../lib/least-privilege/rules/aws-solutions';
import { exampleApp } from '../../example-app';

/** Tells the names of the rules of the pack. */
class Probe extends AwsSolutionsChecks {
  readonly names = new Set<string>();

  constructor() {
    super();
    this.checkResource(new CfnResource(new Stack(), 'Any', { type: 'Any::Any::Any' }));
  }

  protected override applyRule(params: IApplyRule): void {
    this.names.add(params.rule.name);
  }
}

const RULES = path.resolve(__dirname, '../../../../node_modules/cdk-nag/lib/rules');
const FILES = new Map(
  fs
    .readdirSync(RULES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => [path.basename(file, '.js'), path.join(RULES, file)]),
);

/** Services whose constructs a rule looks for, as the modules of CDK are called. */
function servicesOf(name: string): string[] {
  const source = fs.readFileSync(FILES.get(name) ?? '', 'utf8');
  return [...source.matchAll(/\bnode instanceof aws_(\w+?)_1\./g)].map(([, service]) => service);
}

test.each([
  ['codebuild', rules.codebuild],
  ['codeconnections', {}],
  ['codepipeline', {}],
  ['ecr', rules.ecr],
  ['iam', rules.iam],
  ['kms', rules.kms],
  ['s3', rules.s3],
])('no rule of AwsSolutions but those called after %s looks for its resources', (service, own) => {
  const all = [...new Probe().names];
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter((name) => servicesOf(name).length === 0)).toEqual([]);
  expect(all.filter((name) => servicesOf(name).includes(service) && !Object.hasOwn(own, name))).toEqual([]);
});

test('it finds what AwsSolutions finds by itself, in services that the app uses and in others', () => {
  const stack = new Stack(exampleApp(), 'Stack');
  new s3.Bucket(stack, 'Bucket');
  new sqs.Queue(stack, 'Queue');
  new kms.Key(stack, 'Key');
  const repository = new ecr.Repository(stack, 'Repository');
  repository.addToResourcePolicy(
    new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [new iam.StarPrincipal()] }),
  );
  const project = new codebuild.Project(stack, 'Project', {
    buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }),
    environment: { privileged: true },
  });
  project.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
  const { violations } = new AwsSolutionsChecks().validateScope(stack);
  expect(new Set(violations.map(({ ruleName }) => ruleName.replace(/\d.*/, '')))).toEqual(
    new Set(['CB', 'ECR', 'IAM', 'KMS', 'S', 'SQS'].map((prefix) => `AwsSolutions-${prefix}`)),
  );
  expect(new AwsSolutions().validateScope(stack).violations).toEqual(violations);
});
