import {
  CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../emulators/account/local-account';
import { ADMINISTRATOR_ACCESS, document, PARAMETER_TEMPLATE } from './documents';

/** What others have in the account, with more permissions than anything of ours. */
export interface UnrelatedResources {
  /** Role with AdministratorAccess that trusts services. */
  readonly roleName: string;

  /** Deploy role of another CDK app, with AdministratorAccess. */
  readonly deployRoleArn: string;

  /** Stack of another app, made under the administrator's role and called as one of ours could be. */
  readonly stackName: string;
  readonly userName: string;
  readonly groupName: string;
  readonly policyArn: string;
}

const NAME = 'Unrelated';
const SERVICES = ['cloudformation', 'codebuild', 'codepipeline'].map((name) => `${name}.amazonaws.com`);

/** Makes an administrator's role, user, group, policy and stack, which have nothing to do with ours. */
export async function createUnrelatedResources(account: LocalAccount): Promise<UnrelatedResources> {
  const { accountId, region } = account;
  const iam = new IAMClient(account.sdk());
  const createAdministrator = async (RoleName: string, Principal: object) => {
    const AssumeRolePolicyDocument = document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR_ACCESS }));
    return Role?.Arn ?? '';
  };
  const RoleARN = await createAdministrator(NAME, { Service: SERVICES });
  const deployRoleArn = await createAdministrator(`cdk-unrelated-deploy-role-${accountId}-${region}`, {
    AWS: `arn:aws:iam::${accountId}:root`,
  });
  await iam.send(new CreateUserCommand({ UserName: NAME }));
  await iam.send(new CreateGroupCommand({ GroupName: NAME }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName: NAME, PolicyArn: ADMINISTRATOR_ACCESS }));
  const PolicyDocument = document({ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: NAME, PolicyDocument }));

  const stackName = `${NAME}Release`;
  const client = new CloudFormationClient(account.sdk());
  await client.send(
    new CreateStackCommand({ StackName: stackName, RoleARN, TemplateBody: PARAMETER_TEMPLATE }),
  );
  await waitUntilStackCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, { StackName: stackName });
  return {
    roleName: NAME,
    deployRoleArn,
    stackName,
    userName: NAME,
    groupName: NAME,
    policyArn: Policy?.Arn ?? '',
  };
}
