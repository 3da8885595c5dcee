import * as fs from 'node:fs';
import * as path from 'node:path';
import { withConnection } from './connection-statements';
import { ofFindings, withNotices } from './notice-statements';
import { PolicyDocument, Statement } from './policy-document';
import { Environment } from '../settings/environments';
import type { Settings } from '../settings/settings';
import { TOOLKIT_PREFIX, toolkitName } from '../../../lib/names';

const DIRECTORY = path.resolve(__dirname, '../../../policies');

/** ARN of a role of the toolkit that the pipeline assumes, or its operator. */
const TOOLKIT_ROLE = new RegExp(
  `:role/${TOOLKIT_PREFIX}(deploy|review|file-publishing)-role-\\d+-[a-z0-9-]+$`,
);

/** What people have: one policy or boundary each, wherever the stages of the account are. */
const OF_PEOPLE = ['user-boundary', 'deployment'];

/** What of these is in each region: the registries, and how deployments go. */
const IN_EACH_REGION = /:ecr:|:cloudformation:.*:stack\/\*$/;

/** What the documents call the repository of the distribution. */
const REPOSITORY = 'your-org/image-distribution';

/** Statements of the pipeline's document that its bucket in another region needs as well. */
const OF_ARTIFACT_BUCKETS = ['MakeTheArtifactBuckets', 'LookAfterTheArtifactBuckets'];

/** Document that is for some stages of an environment only. */
const FINDINGS = 'cloudformation-execution-findings';

/** Statement of the identities' document that a stack without identities needs as well. */
const OF_EVERY_STACK = ['ReadTheVersionOfTheToolkit'];

/** Characters that IAM takes in a managed policy, without white space ("IAM and AWS STS quotas"). */
const MAX_CHARACTERS = 6144;

/** What of a distribution the documents name. */
export interface Names {
  /** They call it `slipway`. */
  readonly name: string;
  readonly source: {
    /** They call it `your-org/image-distribution`. */
    readonly repository: string;

    /** @default - they are for the one that the stack makes */
    readonly connectionArn?: string;
  };

  /** @default - nobody is told anything */
  readonly notifications?: Settings['notifications'];
}

/** A policy that the bootstrap makes. */
export interface ManagedPolicy {
  /** Name of its document, without `.json`. */
  readonly document: string;
  readonly policyName: string;
  readonly content: PolicyDocument;
  readonly characters: number;

  /** Whether CloudFormation's execution role has it; the others are boundaries, and the operator's. */
  readonly isOfExecution: boolean;
}

/** Documents that an environment needs. */
export function documentsFor(environment: Environment, all: readonly Environment[]): string[] {
  const crossesAccounts = all.some(({ trusts }) => trusts !== undefined);
  return [
    'permissions-boundary',
    'user-boundary',
    'cloudformation-execution-identities',
    ...(environment.createsIdentityProvider ? ['cloudformation-execution-provider'] : []),
    ...(environment.stages.length > 0 ? ['cloudformation-execution-registries'] : []),
    ...(environment.hasArtifacts ? ['cloudformation-execution-pipeline'] : []),
    ...(environment.hasArtifacts && crossesAccounts ? ['cloudformation-execution-artifact-key'] : []),
    ...(environment.hasNotices ? ['cloudformation-execution-notices'] : []),
    ...(environment.findings.length > 0 ? [FINDINGS] : []),
    ...(environment.hasPipeline ? ['deployment'] : []),
  ];
}

/**
 * A document of `policies/` as a managed policy of one environment.
 *
 * @param all All environments: the pipeline's roles assume the deploy role of each.
 * @throws Error when it is too long for a managed policy
 */
export function managedPolicy(
  document: string,
  environment: Environment,
  names: Names,
  all: readonly Environment[],
): ManagedPolicy {
  const { account, region } = environment;
  const plain = readDocument(document, environment, names);
  const assuming = environment.hasPipeline ? withAllEnvironments(document, plain, environment, all) : plain;
  const content = OF_PEOPLE.includes(document) ? withAllRegions(assuming, environment, all) : assuming;
  const characters = JSON.stringify(content).replace(/\s/g, '').length;
  if (characters > MAX_CHARACTERS) {
    throw new Error(
      `policies/${document}.json has ${characters} characters in account ${account}, region ${region}, expected ${MAX_CHARACTERS} at most; split it into two documents`,
    );
  }
  return {
    document,
    policyName: toolkitName(document, { account, region }),
    content,
    characters,
    isOfExecution: document.startsWith('cloudformation-execution'),
  };
}

/** A document with the account's own values, and the distribution's, in place of those that it is written with. */
function readDocument(document: string, environment: Environment, names: Names): PolicyDocument {
  const text = fs.readFileSync(path.join(DIRECTORY, `${document}.json`), 'utf8');
  const written = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? withNames(value, environment, names) : value;
  const { Version, Statement: all } = JSON.parse(text, written) as PolicyDocument;
  const ofStages = document === FINDINGS ? ofFindings(environment.findings, all) : all;
  const Statement = withNotices(ofStages, names.notifications);
  const { connectionArn } = names.source;
  const needed = neededOf(document, environment);
  if (needed) return { Version, Statement: Statement.filter(({ Sid = '' }) => needed.includes(Sid)) };
  return { Version, Statement: connectionArn ? withConnection(Statement, connectionArn) : Statement };
}

/** Statements of a document that a region needs in which the pipeline only keeps a bucket. @default - all */
function neededOf(document: string, { hasPipeline, stages }: Environment): readonly string[] | undefined {
  if (hasPipeline) return undefined;
  if (document === 'cloudformation-execution-pipeline') return OF_ARTIFACT_BUCKETS;
  return document === 'cloudformation-execution-identities' && stages.length === 0
    ? OF_EVERY_STACK
    : undefined;
}

/** One value of a document: a repository is taken as it is, whatever is in its name. */
function withNames(value: string, environment: Environment, { name, source }: Names): string {
  if (value === REPOSITORY) return source.repository;
  const own: Readonly<Record<string, string>> = {
    '${AWS::Partition}': environment.partition,
    '${AWS::AccountId}': environment.account,
    '${AWS::Region}': environment.region,
  };
  return (
    value
      // The toolkit's own names, `cdk-slipway-…` and `cdk-bootstrap/slipway/…`, follow the qualifier and stay.
      .replaceAll(/(?<!cdk-bootstrap\/)(?<=^|[:/])slipway(?=$|[/-])/g, () => name)
      .replaceAll(/\$\{AWS::\w+\}/g, (placeholder) => own[placeholder] ?? placeholder)
  );
}

/** What is in each region, for all regions of the account. */
function withAllRegions(
  { Version, Statement }: PolicyDocument,
  { account, region }: Environment,
  all: readonly Environment[],
): PolicyDocument {
  const regions = all.filter((one) => one.account === account).map((one) => one.region);
  const expand = (resource: string): string[] =>
    IN_EACH_REGION.test(resource)
      ? regions.map((one) => resource.replace(`:${region}:`, `:${one}:`))
      : [resource];
  return { Version, Statement: Statement.map((statement) => withResources(statement, expand)) };
}

function withResources(statement: Statement, expand: (resource: string) => string[]): Statement {
  const resources = [statement.Resource].flat().flatMap(expand);
  return { ...statement, Resource: resources.length === 1 ? resources[0] : resources };
}

/**
 * The roles of all environments that the own ones stand for: to deploy in each, and to publish in each of the account.
 *
 * An operator may review each stage; the pipeline reviews what Release has.
 */
function withAllEnvironments(
  document: string,
  { Version, Statement }: PolicyDocument,
  { account, region }: Environment,
  all: readonly Environment[],
): PolicyDocument {
  const isMeant: Readonly<Record<string, (environment: Environment) => boolean>> = {
    deploy: () => true,
    review: ({ stages }) => document === 'deployment' || stages.includes('Release'),
    'file-publishing': (environment) => environment.account === account,
  };
  const expand = (resource: string): string[] => {
    const role = TOOLKIT_ROLE.exec(resource)?.[1];
    if (!role) return [resource];
    return all
      .filter(isMeant[role])
      .map((environment) =>
        resource
          .replace(`:${account}:`, `:${environment.account}:`)
          .replace(`${account}-${region}`, `${environment.account}-${environment.region}`),
      );
  };
  return { Version, Statement: Statement.map((statement) => withResources(statement, expand)) };
}
