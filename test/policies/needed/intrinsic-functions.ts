/** What the intrinsic functions of a template are resolved against. */
export interface Place {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;

  /** @default - the template has none */
  readonly mappings?: Mappings;
}

/** The section Mappings of a template. */
export type Mappings = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** The last part of the id of any stack. */
const STACK = '0a1b2c3d-1111-2222-3333-444455556666';

/** Properties in which a resource is given its name, by its type. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodePipeline::Pipeline': 'Name',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Events::Rule': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
};

/** ARNs of resources by their names; what is missing has no ARN that a template of ours asks for. */
const ARNS: Readonly<Record<string, (name: string, place: Place) => string>> = {
  'AWS::CodeBuild::Project': (name, at) => `arn:aws:codebuild:${at.region}:${at.account}:project/${name}`,
  'AWS::CodeConnections::Connection': (arn) => arn,
  'AWS::ECR::Repository': (name, at) => `arn:aws:ecr:${at.region}:${at.account}:repository/${name}`,
  'AWS::IAM::Group': (name, at) => `arn:aws:iam::${at.account}:group/slipway/${name}`,
  'AWS::IAM::Role': (name, at) => `arn:aws:iam::${at.account}:role/slipway/${name}`,
  'AWS::KMS::Key': (name, at) => `arn:aws:kms:${at.region}:${at.account}:key/${name}`,
  'AWS::Logs::LogGroup': (name, at) => `arn:aws:logs:${at.region}:${at.account}:log-group:${name}:*`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
};

/** A value of a template as CloudFormation hands it to a resource. */
export function resolve(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, place));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument], ...others] = [...Object.entries(value), ['', undefined]] as [string, unknown][];
  if (others.length === 1 && key === 'Ref') return reference(argument as string, place);
  if (others.length === 1 && key === 'Fn::GetAtt') return arnOf((argument as string[])[0], place);
  if (others.length === 1 && key === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => resolve(part, place)).join(separator);
  }
  if (others.length === 1 && key === 'Fn::Sub' && typeof argument === 'string') {
    return argument.replace(/\$\{([^}]+)\}/g, (_, name: string) => reference(name, place));
  }
  if (others.length === 1 && key === 'Fn::Select') {
    const [index, list] = argument as [number | string, unknown];
    return (resolve(list, place) as unknown[])[Number(index)];
  }
  if (others.length === 1 && key === 'Fn::Split') {
    const [separator, text] = argument as [string, unknown];
    return String(resolve(text, place)).split(separator);
  }
  if (others.length === 1 && key === 'Fn::FindInMap') {
    const [map, first, second] = resolve(argument, place) as [string, string, string];
    return place.mappings?.[map][first][second];
  }
  if (key.startsWith('Fn::')) {
    throw new Error(
      `${key} is in a template, expected Ref, Fn::FindInMap, Fn::GetAtt, Fn::Join, Fn::Select, Fn::Split or Fn::Sub`,
    );
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, place)]));
}

/** What Ref is of a resource: its own name, or such as CloudFormation makes, of which the end is random. */
export function physicalName(logicalId: string, place: Place): string {
  const { Type, Properties } = place.resources[logicalId];
  const given = (Properties as Record<string, unknown> | undefined)?.[NAMES[Type]];
  if (given !== undefined) return String(resolve(given, place));
  const made = `${place.stackName}-${logicalId}-1X2Y3Z`;
  if (Type === 'AWS::CodeConnections::Connection') {
    return `arn:aws:codeconnections:${place.region}:${place.account}:connection/${made}`;
  }
  if (Type === 'AWS::SNS::Topic')
    return `arn:aws:sns:${place.region}:${place.account}:${topicName(Properties)}`;
  if (Type === 'AWS::IAM::ManagedPolicy') return `arn:aws:iam::${place.account}:policy/slipway/${made}`;
  return Type === 'AWS::S3::Bucket' ? made.toLowerCase() : made;
}

function topicName(properties: object | undefined): string {
  return (properties as { readonly TopicName: string }).TopicName;
}

function reference(name: string, place: Place): string {
  const pseudo: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.account}:stack/${place.stackName}/${STACK}`,
    'AWS::StackName': place.stackName,
  };
  return pseudo[name] ?? physicalName(name, place);
}

function arnOf(logicalId: string, place: Place): string {
  const { Type } = place.resources[logicalId];
  const arn = ARNS[Type];
  if (!arn)
    throw new Error(
      `a template asks for an attribute of ${logicalId}, a ${Type}, expected one of ${Object.keys(ARNS).join(', ')}`,
    );
  return arn(physicalName(logicalId, place), place);
}
