import { createHash } from 'node:crypto';
import type { Resource, ReviewedStack } from './stack';

/** Properties that hold a resource's own name, of the types that are referred to by it. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodePipeline::Pipeline': 'Name',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::S3::Bucket': 'BucketName',
};

/** Partitions whose regions' names tell them, all others being `aws` (AWS General Reference, "Regions and zones"). */
const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
];

/** A value that only a deployment knows, as text: the same in two states unless it is written otherwise. */
function unknown(what: string): string {
  // A wildcard in it would be one of a policy.
  return `<${what.replace(/[*?]/g, '_')}>`;
}

/** Writes values of one stack's template as far as they are known without deploying it. */
export class Resolver {
  private readonly partition: string;

  constructor(private readonly stack: ReviewedStack) {
    const region = stack.region ?? '';
    this.partition = PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
  }

  /** The same value with references in the place of which the resources' names stand, and functions worked out. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((item) => this.resolve(item)).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (entries.length === 1) {
      const [[name, argument]] = entries as [[string, unknown]];
      if (name === 'Ref') return this.reference(String(argument));
      if (name.startsWith('Fn::')) return this.apply(name, argument);
    }
    const resolved = entries.map(([key, item]) => [key, this.resolve(item)] as const);
    return Object.fromEntries(resolved.filter(([, item]) => item !== undefined));
  }

  /** A value of which text is expected. */
  text(value: unknown): string {
    const resolved = this.resolve(value);
    return typeof resolved === 'string' ? resolved : unknown(JSON.stringify(resolved ?? value));
  }

  /** The name by which a resource is known, and by which others refer to it. */
  nameOf(logicalId: string): string {
    const { Type, Properties } = this.stack.template.Resources?.[logicalId] ?? { Type: '' };
    const name = Properties?.[NAMES[Type]];
    // CloudFormation makes one up that nobody knows before.
    return name === undefined ? unknown(`${this.stack.name}.${logicalId}`) : this.text(name);
  }

  /** The ARN of a resource of a type whose ARN is known by its name. */
  arnOf(logicalId: string): string | undefined {
    const resource = this.stack.template.Resources?.[logicalId];
    const name = resource && this.nameOf(logicalId);
    const [region, account] = [this.pseudo('AWS::Region'), this.pseudo('AWS::AccountId')];
    switch (resource?.Type) {
      case 'AWS::ECR::Repository':
        return `arn:${this.partition}:ecr:${region}:${account}:repository/${name}`;
      case 'AWS::S3::Bucket':
        return `arn:${this.partition}:s3:::${name}`;
      case 'AWS::CodeBuild::Project':
        return `arn:${this.partition}:codebuild:${region}:${account}:project/${name}`;
      case 'AWS::IAM::Role':
        return `arn:${this.partition}:iam::${account}:role${this.pathOf(resource)}${name}`;
      case 'AWS::IAM::Group':
        return `arn:${this.partition}:iam::${account}:group${this.pathOf(resource)}${name}`;
      default:
        return undefined;
    }
  }

  private pathOf({ Properties }: Resource): string {
    return this.text(Properties?.Path ?? '/');
  }

  private pseudo(name: string): string {
    const { account, region } = this.stack;
    if (name === 'AWS::AccountId') return account ?? '<account>';
    if (name === 'AWS::Region') return region ?? '<region>';
    if (name === 'AWS::Partition') return this.partition;
    return unknown(name);
  }

  private reference(name: string): unknown {
    if (name === 'AWS::NoValue') return undefined;
    if (name.startsWith('AWS::')) return this.pseudo(name);
    if (this.stack.template.Resources?.[name]) return this.nameOf(name);
    return unknown(`parameter ${name}`);
  }

  private apply(name: string, argument: unknown): unknown {
    if (name === 'Fn::GetAtt') return this.attribute(argument);
    if (name === 'Fn::Join' && Array.isArray(argument)) return this.join(argument);
    if (name === 'Fn::Sub') return this.substitute(argument);
    const digest = createHash('sha256')
      .update(JSON.stringify(this.resolve(argument) ?? null))
      .digest('hex');
    return unknown(`${name} ${digest.slice(0, 12)}`);
  }

  private attribute(argument: unknown): string {
    const [logicalId, attribute] = Array.isArray(argument)
      ? [String(argument[0]), this.text(argument[1])]
      : String(argument).split(/\.(.*)/s);
    const arn = attribute === 'Arn' ? this.arnOf(logicalId) : undefined;
    return arn ?? unknown(`${this.stack.name}.${logicalId}.${attribute}`);
  }

  private join([separator, parts]: readonly unknown[]): string {
    const resolved = this.resolve(parts);
    if (!Array.isArray(resolved)) return unknown(`Fn::Join ${JSON.stringify(resolved)}`);
    return resolved.map((part) => this.text(part)).join(String(separator));
  }

  private substitute(argument: unknown): string {
    const [text, values] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      unknown,
      Record<string, unknown>,
    ];
    return String(text).replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(values ?? {}, name)) return this.text(values[name]);
      return name.includes('.') ? this.attribute(name) : this.text(this.reference(name));
    });
  }
}
