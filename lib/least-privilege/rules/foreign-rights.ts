import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnGroup } from 'aws-cdk-lib/aws-iam';
import { branches, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** What an app of roles and groups has no use for; people and their keys are an administrator's. */
const TYPES = ['AWS::IAM::AccessKey', 'AWS::IAM::User', 'AWS::IAM::UserToGroupAddition'];

/**
 * Managed policies on roles and groups, whose next version nobody here reviews, and what makes people.
 *
 * Not a managed policy that is written out in the template, for groups of the same template and nobody else.
 */
export function foreignRights(resource: TemplateResource, node: CfnResource): string[] {
  const { Type, Properties } = resource;
  const isForeign =
    Type === 'AWS::IAM::ManagedPolicy' ? !isForOwnGroups(resource, node) : TYPES.includes(Type);
  return [
    ...(isForeign ? [`Type::${Type}`] : []),
    ...texts(Properties.ManagedPolicyArns).map((arn) => `Policy::${arn}`),
  ];
}

function isForOwnGroups(
  { Properties: { Groups, Roles, Users } }: TemplateResource,
  node: CfnResource,
): boolean {
  const stack = Stack.of(node);
  const own = stack.node.findAll().filter((construct) => construct instanceof CfnGroup);
  const refs = own.map(({ ref }) => JSON.stringify(stack.resolve(ref)));
  const groups = branches(Groups);
  const others = [Roles, Users].flatMap(branches);
  return (
    groups.length > 0 && groups.every((group) => refs.includes(JSON.stringify(group))) && others.length === 0
  );
}
