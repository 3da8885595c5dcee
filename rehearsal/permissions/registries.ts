import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import distribution from '../../distribution.config';
import { Identity } from '../../lib/access';
import { ImageConfig, STAGE_NAMES, StageName } from '../../lib/config';
import { LocalAccount } from '../account/local-account';

/** One image in one stage as it stands in the account. */
export interface Registry {
  readonly image: ImageConfig;
  readonly stageName: StageName;
  readonly stackName: string;
  readonly repositoryArn: string;

  /** ARNs of the groups and the role that exist. */
  readonly identities: Partial<Record<Identity, string>>;
}

const LOGICAL_IDS: Readonly<Record<Identity, string>> = {
  Developers: 'DeveloperGroup',
  EndUsers: 'EndUserGroup',
  GitHub: 'GitHubRole',
};

/** All registries of the shipped configuration, or those of some stages, read from the stacks that were deployed. */
export async function readRegistries(
  account: LocalAccount,
  stages: readonly StageName[] = STAGE_NAMES,
): Promise<Registry[]> {
  const wanted = distribution.images.flatMap((image) =>
    stages.map((stageName) => ({ image, stageName, stackName: `${image.name}${stageName}` })),
  );
  return Promise.all(wanted.map((registry) => readRegistry(account, registry)));
}

async function readRegistry(
  account: LocalAccount,
  registry: Pick<Registry, 'image' | 'stageName' | 'stackName'>,
): Promise<Registry> {
  const client = new CloudFormationClient(account.sdk());
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: registry.stackName }),
  );
  const physicalId = (type: string, logicalId: string) =>
    StackResources.find(
      (resource) => resource.ResourceType === type && resource.LogicalResourceId?.startsWith(logicalId),
    )?.PhysicalResourceId;

  const identities: Partial<Record<Identity, string>> = {};
  for (const [identity, logicalId] of Object.entries(LOGICAL_IDS) as [Identity, string][]) {
    const kind = identity === 'GitHub' ? 'role' : 'group';
    const name = physicalId(kind === 'role' ? 'AWS::IAM::Role' : 'AWS::IAM::Group', logicalId);
    if (name) identities[identity] = `arn:aws:iam::${account.accountId}:${kind}/${distribution.name}/${name}`;
  }
  const repositoryName = physicalId('AWS::ECR::Repository', 'ImageRepository');
  const repositoryArn = `arn:aws:ecr:${account.region}:${account.accountId}:repository/${repositoryName}`;
  return { ...registry, repositoryArn, identities };
}
