import { deployed } from './deployed-text';
import type { Template } from './template';

/** Characters of the fullest of each kind, without white space, as IAM counts them. */
export interface PolicySizes {
  /** Inline policies of one role, together. */
  readonly ofRole: number;

  /** Inline policies of one group, together. */
  readonly ofGroup: number;

  readonly managed: number;

  /** Who may assume a role. */
  readonly trust: number;
}

interface Inline {
  readonly PolicyDocument: unknown;
}

/** Sizes of the policies in a template. */
export function policySizes(template: Template): PolicySizes {
  const resources = Object.entries(template.Resources);
  const characters = (document: unknown) => JSON.stringify(deployed(document, template)).length;
  const documents = (type: string, property: string) =>
    resources.filter(([, { Type }]) => Type === type).map(([, { Properties }]) => Properties?.[property]);

  /** What a role or group has of its own, and what policies beside it give it. */
  const inline = (type: string, list: string): number[] =>
    resources
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => {
        const own = ((Properties?.Policies ?? []) as Inline[]).map(({ PolicyDocument }) => PolicyDocument);
        const beside = resources
          .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
          .filter(([, policy]) =>
            ((policy.Properties?.[list] ?? []) as { Ref: string }[]).some(({ Ref }) => Ref === id),
          )
          .map(([, policy]) => policy.Properties?.PolicyDocument);
        return [...own, ...beside].map(characters).reduce((a, b) => a + b, 0);
      });

  return {
    ofRole: Math.max(0, ...inline('AWS::IAM::Role', 'Roles')),
    ofGroup: Math.max(0, ...inline('AWS::IAM::Group', 'Groups')),
    managed: Math.max(0, ...documents('AWS::IAM::ManagedPolicy', 'PolicyDocument').map(characters)),
    trust: Math.max(0, ...documents('AWS::IAM::Role', 'AssumeRolePolicyDocument').map(characters)),
  };
}

/** The largest of each kind. */
export function largest(sizes: readonly PolicySizes[]): PolicySizes {
  const most = (kind: keyof PolicySizes) => Math.max(0, ...sizes.map((size) => size[kind]));
  return { ofRole: most('ofRole'), ofGroup: most('ofGroup'), managed: most('managed'), trust: most('trust') };
}
