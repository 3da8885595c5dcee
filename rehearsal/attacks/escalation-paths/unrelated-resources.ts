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

/** What others have in the account, stronger than anything of ours. */
export interface Bystanders {
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

export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

const NAME = 'Bystander';
const SERVICES = ['cloudformation', 'codebuild', 'codepipeline'].map((name) => `${name}.amazonaws.com`);

/** Makes an administrator's role, user, group, policy and stack, which have nothing to do with ours. */
export async function createBystanders(account: LocalAccount): Promise<Bystanders> {
  const { accountId, region } = account;
  const iam = new IAMClient(account.sdk());
  const createAdministrator = async (RoleName: string, Principal: object) => {
    const AssumeRolePolicyDocument = document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR }));
    return Role?.Arn ?? '';
  };
  const RoleARN = await createAdministrator(NAME, { Service: SERVICES });
  const deployRoleArn = await createAdministrator(`cdk-bystand-deploy-role-${accountId}-${region}`, {
    AWS: `arn:aws:iam::${accountId}:root`,
  });
  await iam.send(new CreateUserCommand({ UserName: NAME }));
  await iam.send(new CreateGroupCommand({ GroupName: NAME }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName: NAME, PolicyArn: ADMINISTRATOR }));
  const PolicyDocument = document({ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: NAME, PolicyDocument }));

  const stackName = `${NAME}Release`;
  const client = new CloudFormationClient(account.sdk());
  await client.send(new CreateStackCommand({ StackName: stackName, RoleARN, TemplateBody: TEMPLATE }));
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

/** A stack with one parameter in it. */
export const TEMPLATE = JSON.stringify({
  Resources: { Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'theirs' } } },
});

/** A policy document of one statement. */
export function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
