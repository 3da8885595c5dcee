import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import type { TemplateResource } from './template-resource';

/** What kind of policy a statement is in: of an identity, of a resource, or the trust policy of a role. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

export interface PolicyStatement {
  readonly kind: PolicyKind;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [element: string]: unknown;
}

interface Document {
  readonly Statement?: unknown;
}

/** Properties that hold one policy, by what it is the policy of. */
const DOCUMENTS: Readonly<Record<string, PolicyKind>> = {
  AssumeRolePolicyDocument: 'trust',
  KeyPolicy: 'resource',
  RepositoryPolicyText: 'resource',
};

/** Everything that a resource allows, or lets be allowed, in policies of any kind. */
export function allowsOf({ Type, Properties }: TemplateResource): PolicyStatement[] {
  const own: PolicyKind = Type.startsWith('AWS::IAM::') ? 'identity' : 'resource';
  const inline = Properties.Policies as readonly { readonly PolicyDocument?: Document }[] | undefined;
  return [
    ...statements(Properties.PolicyDocument, own),
    ...(inline ?? []).flatMap(({ PolicyDocument }) => statements(PolicyDocument, 'identity')),
    ...Object.entries(DOCUMENTS).flatMap(([name, kind]) => statements(Properties[name], kind)),
  ].filter(({ Effect }) => Effect === 'Allow');
}

function statements(document: unknown, kind: PolicyKind): PolicyStatement[] {
  const { Statement } = (document ?? {}) as Document;
  return asArray(Statement).map((statement) => ({ ...(statement as PolicyStatement), kind }));
}

/** Texts of an element, one or many; references as `<LogicalId.Attribute>`. */
export function texts(element: unknown): string[] {
  return asArray(element).map((value) => flattenCfnReference(value));
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

function asArray(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
