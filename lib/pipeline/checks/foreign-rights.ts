import { texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** What an app of roles and groups has no use for; people and their keys are an administrator's. */
const TYPES = [
  'AWS::IAM::AccessKey',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::User',
  'AWS::IAM::UserToGroupAddition',
];

/** Managed policies on roles and groups, whose next version nobody here reviews, and what makes people. */
export function foreignRights({ Type, Properties }: TemplateResource): string[] {
  return [
    ...(TYPES.includes(Type) ? [`Type::${Type}`] : []),
    ...texts(Properties.ManagedPolicyArns).map((arn) => `Policy::${arn}`),
  ];
}
