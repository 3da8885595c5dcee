import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import type { TemplateResource } from './template-resource';

/** What kind of policy a statement is in: of an identity, of a resource, or the trust policy of a role. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

export interface PolicyStatement {
  readonly kind: PolicyKind;
  readonly Effect?: unknown;
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
  PolicyText: 'resource',
  RepositoryPolicyText: 'resource',
};

/** Everything that a resource allows, or lets be allowed, in policies of any kind. */
export function allowsOf({ Type, Properties }: TemplateResource): PolicyStatement[] {
  const own: PolicyKind = Type.startsWith('AWS::IAM::') ? 'identity' : 'resource';
  const inline = branches(Properties.Policies) as { readonly PolicyDocument?: unknown }[];
  return [
    ...statements(Properties.PolicyDocument, own),
    ...inline.flatMap(({ PolicyDocument }) => statements(PolicyDocument, 'identity')),
    ...Object.entries(DOCUMENTS).flatMap(([name, kind]) => statements(Properties[name], kind)),
  ].filter(({ Effect }) => Effect !== 'Deny');
}

/** Texts of an element, one or many; references as `<LogicalId.Attribute>`. */
export function texts(element: unknown): string[] {
  return branches(element).map((value) => flattenCfnReference(value));
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/** Whether a condition compares with something, and with nothing but values that stand there in full. */
export function isExact(values: unknown): boolean {
  const all = [values ?? []].flat();
  return all.length > 0 && all.every((value) => typeof value === 'string' && !hasWildcard(value));
}

/** Values of a property, one or many, with all that an `Fn::If` in it may become at deployment. */
export function branches(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(branches);
  const { 'Fn::If': choice, Ref } = value as {
    readonly 'Fn::If'?: readonly unknown[];
    readonly Ref?: string;
  };
  if (choice) return branches(choice.slice(1));
  return Ref === 'AWS::NoValue' ? [] : [value];
}

function statements(property: unknown, kind: PolicyKind): PolicyStatement[] {
  return branches(property)
    .flatMap((document) => branches(documentOf(document).Statement))
    .map((statement) => ({ ...(having('Effect', statement) as PolicyStatement), kind }));
}

/**
 * A document that CloudFormation may have been given as JSON text.
 *
 * (Registry schema of AWS::IAM::Role: documents are of type `object` or `string`.)
 */
function documentOf(value: unknown): Document {
  const isText = typeof value === 'string' || 'Fn::Join' in (value as object);
  return having('Statement', isText ? (JSON.parse(joined(value)) as unknown) : value);
}

/** A text with its references, in which braces stay those of JSON. */
function joined(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] };
  return join ? join[1].map(joined).join(join[0]) : flattenCfnReference(value);
}

/** Throws, which is a finding, where a rule would see nothing because of what only a deployment knows. */
function having(element: string, value: unknown): object {
  if (typeof value === 'object' && value !== null && element in value) return value;
  throw new Error(`${JSON.stringify(value)} has no ${element}, expected one; write the policy out`);
}
