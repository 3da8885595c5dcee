import { branches, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** What an app of roles and groups has no use for; people and their keys are an administrator's. */
const TYPES = ['AWS::IAM::AccessKey', 'AWS::IAM::User', 'AWS::IAM::UserToGroupAddition'];

/**
 * Managed policies on roles and groups, whose next version nobody here reviews, and what makes people.
 *
 * Not a managed policy that is written out in the template, for groups of the same template and nobody else.
 */
export function foreignRights(resource: TemplateResource): string[] {
  const { Type, Properties } = resource;
  const isForeign = Type === 'AWS::IAM::ManagedPolicy' ? !isForOwnGroups(resource) : TYPES.includes(Type);
  return [
    ...(isForeign ? [`Type::${Type}`] : []),
    ...texts(Properties.ManagedPolicyArns).map((arn) => `Policy::${arn}`),
  ];
}

function isForOwnGroups({ Properties: { Groups, Roles, Users } }: TemplateResource): boolean {
  const groups = branches(Groups);
  const others = [Roles, Users].flatMap(branches);
  const areOwn = groups.every(
    (group) => typeof group === 'object' && !!group && Object.keys(group).join() === 'Ref',
  );
  return groups.length > 0 && areOwn && others.length === 0;
}
