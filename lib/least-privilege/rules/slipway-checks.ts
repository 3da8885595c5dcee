import { CfnResource, Stack } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { permissionsBoundaryArn } from '../permissions-boundary';
import { foreignRights } from './foreign-rights';
import { missingBoundaries } from './missing-boundary';
import { TemplateResource, templateResource } from './template-resource';
import { looseWebIdentityTrusts } from './web-identity-trust';
import { wildcardActions } from './wildcard-action';
import { wildcardPrincipals } from './wildcard-principal';
import { wildcardResources } from './wildcard-resource';

interface Rule {
  /** Last part of the rule's id. */
  readonly name: string;

  /** What is wrong. */
  readonly info: string;

  /** Why it must not be. */
  readonly explanation: string;

  /** What of it a resource has, each as `what::which`. */
  readonly find: (resource: TemplateResource, node: CfnResource) => string[];
}

const RULES: readonly Rule[] = [
  {
    name: 'WildcardAction',
    info: 'An Allow names actions by a wildcard, or by what they are not.',
    explanation: 'AWS adds actions to a wildcard without asking; name each action.',
    find: wildcardActions,
  },
  {
    name: 'WildcardResource',
    info: 'An Allow names resources by a wildcard although AWS has another way.',
    explanation: 'It reaches what others have in the account; name the resource.',
    find: wildcardResources,
  },
  {
    name: 'WildcardPrincipal',
    info: 'An Allow names its principals by a wildcard, or by who they are not.',
    explanation: 'Every AWS account would be one of them; name the principal.',
    find: wildcardPrincipals,
  },
  {
    name: 'WebIdentityTrust',
    info: 'A role trusts tokens whose audience and subject it does not compare with exact values.',
    explanation: 'Jobs of other repositories could assume it; compare both by StringEquals.',
    find: looseWebIdentityTrusts,
  },
  {
    name: 'PermissionsBoundary',
    info: "A role or user does not have the permissions boundary of the app's roles.",
    explanation: 'CloudFormation is refused a role without it; enforceLeastPrivilege() puts it on.',
    find: (resource, node) => {
      const stack = Stack.of(node);
      return missingBoundaries(resource, stack.resolve(permissionsBoundaryArn(stack)));
    },
  },
  {
    name: 'ForeignRights',
    info: 'Permissions come from a managed policy, or go to a user that the app would make.',
    explanation: 'The next version of a managed policy is not reviewed here; write the permissions out.',
    find: foreignRights,
  },
];

/** The rules of least privilege that every synth has to pass, beside those of AwsSolutions. */
export class SlipwayChecks extends NagPack {
  readonly name = 'Slipway';

  constructor(scope?: IConstruct) {
    super(scope);
    this.packName = this.name;
  }

  protected checkResource(node: CfnResource): void {
    const resource = templateResource(node);
    if (!resource) return;
    for (const { name, info, explanation, find } of RULES) {
      this.applyRule({
        ruleSuffixOverride: name,
        info,
        explanation,
        level: NagMessageLevel.ERROR,
        node,
        rule: () => find(resource, node),
      });
    }
  }
}
