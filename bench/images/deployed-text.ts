import type { Template } from './template';

const ACCOUNT = '1'.repeat(12);

/** A region with as long a name as the commercial ones have. */
const REGION = 'ap-southeast-1';

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
};

type Properties = Readonly<Record<string, unknown>>;

const UUID = 'u'.repeat(36);

/** Longest names that CloudFormation gives. */
const NAME = { role: 'r'.repeat(64), bucket: 'b'.repeat(63) };

/** What a resource's ARN becomes, at most. */
const ARNS: Readonly<Record<string, (properties: Properties) => string>> = {
  'AWS::IAM::Role': ({ Path = '/', RoleName = NAME.role }) =>
    `arn:aws:iam::${ACCOUNT}:role${written(Path)}${written(RoleName)}`,
  // A name with the stack's id in it is known to CloudFormation only.
  'AWS::S3::Bucket': ({ BucketName }) =>
    `arn:aws:s3:::${typeof BucketName === 'string' ? BucketName : NAME.bucket}`,
  'AWS::KMS::Key': () => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${UUID}`,
  'AWS::ECR::Repository': ({ RepositoryName }) =>
    `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${written(RepositoryName)}`,
  'AWS::CodeBuild::Project': ({ Name }) => `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/${written(Name)}`,
  'AWS::CodeConnections::Connection': () => `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/${UUID}`,
};

/** What the Ref of a resource becomes, at most. */
const REFS: Readonly<Record<string, (properties: Properties) => string>> = {
  'AWS::CodeBuild::Project': ({ Name }) => written(Name),
  'AWS::CodePipeline::Pipeline': ({ Name }) => written(Name),
  'AWS::CodeConnections::Connection': ARNS['AWS::CodeConnections::Connection'],
};

/**
 * A value of a template as CloudFormation will write it, with the longest names where it chooses them.
 *
 * @throws Error at what is not known here: a length that was guessed would be no figure
 */
export function deployed(value: unknown, template: Template): unknown {
  if (Array.isArray(value)) return value.map((item) => deployed(item, template));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[key, argument]] = entries.length === 1 ? entries : [['', undefined]];
  if (key === 'Ref') return refOf(argument as string, template);
  if (key === 'Fn::GetAtt') return arnOf(argument as [string, string], template);
  if (key === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return (deployed(parts, template) as string[]).join(separator);
  }
  if (key === 'Fn::Sub' && typeof argument === 'string') {
    return argument.replace(/\$\{([^}]+)\}/g, (_, name: string) => refOf(name, template));
  }
  if (key.startsWith('Fn::'))
    throw new Error(`${key} in a policy, expected Ref, Fn::GetAtt, Fn::Join or Fn::Sub`);
  return Object.fromEntries(entries.map(([name, item]) => [name, deployed(item, template)]));
}

function refOf(name: string, template: Template): string {
  if (name in PSEUDO_PARAMETERS) return PSEUDO_PARAMETERS[name];
  return lookUp(REFS, name, template, 'Ref');
}

function arnOf([name, attribute]: readonly [string, string], template: Template): string {
  if (!attribute.endsWith('Arn')) {
    throw new Error(`the attribute ${attribute} of ${name} in a policy, expected an ARN`);
  }
  return lookUp(ARNS, name, template, 'Arn');
}

function lookUp(table: typeof ARNS, name: string, template: Template, what: string): string {
  const resource = template.Resources[name];
  const write = table[resource?.Type ?? ''];
  if (!write) {
    throw new Error(
      `no length is known for ${what} of ${name} (${resource?.Type ?? 'no resource'}), expected one of ${Object.keys(table).join(', ')}: add it to bench/images/deployed-text.ts`,
    );
  }
  return write(resource.Properties ?? {});
}

/** @throws Error when a name is not written out: its length is not known then */
function written(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Error(`a name is ${JSON.stringify(value)}, expected it written out in the template`);
}
