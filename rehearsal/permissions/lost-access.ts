import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetGroupCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { Identity } from '../../lib/access/permission-tables';
import { LocalAccount } from '../../emulators/account/local-account';
import { expectRefused } from '../observe/refusal';
import { actAs } from './identities';
import { Registry } from './registries';

/** Checks that a role or group does not exist any more. */
export async function expectDeleted(iam: IAMClient, arn: string): Promise<void> {
  const name = arn.split('/').at(-1);
  const read = arn.includes(':role/')
    ? iam.send(new GetRoleCommand({ RoleName: name }))
    : iam.send(new GetGroupCommand({ GroupName: name }));
  await expectRefused(read, 'NoSuchEntityException');
}

/** Checks that an identity of a registry may not see its images. */
export async function expectNoAccess(
  account: LocalAccount,
  registry: Registry,
  identity: Identity,
): Promise<void> {
  const repositoryName = registry.repositoryArn.split(':repository/')[1];
  await actAs(account, registry, identity, (credentials) => {
    const ecr = new ECRClient(account.sdk(credentials));
    return expectRefused(ecr.send(new DescribeImagesCommand({ repositoryName })), 'AccessDeniedException');
  });
}
