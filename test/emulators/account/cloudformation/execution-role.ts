import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { policyOf, trust } from '../support/policy';
import { Template, TestStack } from '../support/test-stack';

export interface Grant {
  readonly Effect?: 'Deny';
  readonly Action: string | readonly string[];

  /** @default '*' */
  readonly Resource?: string | readonly string[];

  readonly Condition?: object;
}

/** A role for CloudFormation that may do this; returns its ARN. */
export async function executionRole(iam: IAMClient, RoleName: string, ...grants: Grant[]): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify(trust({ Service: 'cloudformation.amazonaws.com' }));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await grant(iam, RoleName, ...grants);
  return Role?.Arn ?? '';
}

/** What a role may do from now on. */
export async function grant(iam: IAMClient, RoleName: string, ...grants: Grant[]): Promise<void> {
  const statements = grants.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement }));
  const PolicyDocument = JSON.stringify(policyOf(...statements));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
}

export interface StackUnderRole {
  readonly stack: TestStack;

  /** Name of the role. */
  readonly name: string;

  /** @returns the status in which it ends */
  readonly create: (template: Template) => Promise<string>;

  /** What the role may do from now on, and nothing else. */
  readonly mayNow: (...grants: Grant[]) => Promise<void>;
}

let roles = 0;

/** A stack that is worked on under a role of its own, which may do this. */
export async function stackUnder(account: LocalAccount, ...grants: Grant[]): Promise<StackUnderRole> {
  const iam = new IAMClient(account.sdk());
  const name = `execution${++roles}`;
  const role = await executionRole(iam, name, ...grants);
  const stack = new TestStack(account);
  return {
    stack,
    name,
    create: (template) => stack.create(template, role),
    mayNow: (...others) => grant(iam, name, ...others),
  };
}

/** A template with one role, called `Made`. */
export function roleTemplate(properties: object = {}): Template {
  const AssumeRolePolicyDocument = trust({ Service: 'codebuild.amazonaws.com' });
  return {
    Resources: {
      Made: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, ...properties } },
    },
  };
}

/** What it takes to create a role with no more than a trust policy. */
export const CREATE = ['iam:CreateRole', 'iam:GetRole'];

/** What it takes to delete it. */
export const DELETE = [
  'iam:DeleteRole',
  'iam:GetRole',
  'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies',
];
