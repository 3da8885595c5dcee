import { PULL_ACTIONS } from '../../access/permission-tables';
import { Change, RESOURCE, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import type { Condition } from '../policies/condition';
import { isOpaque, Statement, statements, underCondition } from '../policies/statement';
import { Resolver } from '../state/resolve';
import type { ReviewedStack } from '../state/stack';
import { actionWords } from './action-words';
import { ActionDifference, conditionText, differences, liftedDenials } from './differences';

/** Types whose policies say who may use a resource, with the property that holds the policy, and what it is on. */
export const RESOURCE_POLICIES: Readonly<Record<string, { readonly policy: string; readonly on?: string }>> =
  {
    'AWS::ECR::Repository': { policy: 'RepositoryPolicyText' },
    'AWS::ECR::RegistryPolicy': { policy: 'PolicyText' },
    'AWS::Events::EventBusPolicy': { policy: 'Statement', on: 'EventBusName' },
    'AWS::KMS::Key': { policy: 'KeyPolicy' },
    'AWS::S3::BucketPolicy': { policy: 'PolicyDocument', on: 'Bucket' },
    'AWS::SNS::TopicPolicy': { policy: 'PolicyDocument', on: 'Topics' },
  };

interface Guarded {
  readonly stack: ReviewedStack;
  readonly logicalId: string;
  readonly name: string;
  readonly isRepository: boolean;
  readonly statements: readonly Statement[];
}

/** Who may use a registry, a bucket, a key or a topic by its own policy: other accounts and services above all. */
export function resourcePolicyChanges(comparison: Comparison): Change[] {
  return comparison.stacks().flatMap(({ key, before, after }) => {
    const [was, is] = [guarded(before), guarded(after)];
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((logicalId) => {
      const [old, now] = [was.get(logicalId), is.get(logicalId)];
      const { name, isRepository, stack } = (now ?? old) as Guarded;
      const [earlier, later] = [old?.statements ?? [], now?.statements ?? []];
      const found = differences(earlier, later, []);
      const change = ({ text, weight }: Line, isWider: boolean): Change => ({
        kind: isRepository ? 'pull' : 'permission',
        severity: isWider ? 'widened' : 'narrowed',
        stage: stack.stage,
        resource: name,
        phrase: text,
        weight: isWider ? weight : WEIGHT.narrowed,
        tells: [`${key}/${logicalId}`],
      });
      return [
        ...lines(found, ({ gained }) => gained, ['may pull from', 'gains']).map((line) => change(line, true)),
        ...lines(found, ({ lost }) => lost, ['may no longer pull from', 'loses']).map((line) =>
          // What cannot be evaluated may have refused something.
          change(line, line.isOpaque),
        ),
        ...lines(liftedDenials(earlier, later, []), ({ gained }) => gained, [
          'is no longer refused to pull from',
          'is no longer refused',
        ]).map((line) => change(line, true)),
        ...lines(liftedDenials(later, earlier, []), ({ gained }) => gained, [
          'is now refused to pull from',
          'is now refused',
        ]).map((line) => change(line, false)),
      ];
    });
  });
}

function guarded(stack: ReviewedStack | undefined): Map<string, Guarded> {
  if (!stack) return new Map();
  const resolver = new Resolver(stack);
  const found = Object.entries(stack.template.Resources ?? {}).flatMap(
    ([logicalId, { Type, Condition, Properties = {} }]) => {
      const where = RESOURCE_POLICIES[Type];
      if (!where) return [];
      const name =
        where.on === undefined
          ? resolver.nameOf(logicalId)
          : [resolver.resolve(Properties[where.on])].flat().join(', ');
      return [
        [
          logicalId,
          {
            stack,
            logicalId,
            name: name.startsWith('<') ? name.slice(1, -1).replace('.', '/') : name,
            isRepository: Type === 'AWS::ECR::Repository',
            statements: underCondition(
              Condition,
              statements(documentOf(Type, resolver.resolve(Properties), where.policy, resolver)),
            ),
          },
        ] as const,
      ];
    },
  );
  return new Map(found);
}

/** A bus' policy is one statement without a document around it; a key without a policy is its account's. */
function documentOf(type: string, properties: unknown, property: string, resolver: Resolver): unknown {
  const policy = (properties as Readonly<Record<string, unknown>>)[property];
  if (type === 'AWS::Events::EventBusPolicy') {
    return policy === undefined ? properties : { Statement: [policy] };
  }
  if (type !== 'AWS::KMS::Key' || policy !== undefined) return policy;
  const AWS = resolver.text({ Ref: 'AWS::AccountId' });
  return { Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' } };
}

interface Line {
  readonly text: string;
  readonly weight: number;
  readonly isOpaque: boolean;
}

function lines(
  found: readonly ActionDifference[],
  of: (difference: ActionDifference) => readonly Condition[],
  [pullVerb, verb]: readonly [forPulls: string, verb: string],
): Line[] {
  const groups = new Map<
    string,
    { principal: string; condition: Condition; actions: Set<string>; resources: Set<string> }
  >();
  for (const difference of found) {
    for (const condition of of(difference)) {
      const { principal, action, resource } = difference;
      const id = `${principal}${conditionText(condition)}`;
      const group = groups.get(id) ?? { principal, condition, actions: new Set(), resources: new Set() };
      groups.set(id, group);
      group.actions.add(action);
      group.resources.add(resource);
    }
  }
  return [...groups.values()].map(({ principal, condition, actions }) => ({
    text: `${principalText(principal, condition)} ${isPull(actions) ? pullVerb : `${verb} ${actionWords(actions, actions)} on`} ${RESOURCE}${rest(condition)}`,
    weight: principal === '*' && organizationOf(condition) === undefined ? WEIGHT.everyone : WEIGHT.pull,
    isOpaque: isOpaque({ patterns: [...actions] }),
  }));
}

function isPull(actions: ReadonlySet<string>): boolean {
  return actions.size === PULL_ACTIONS.length && PULL_ACTIONS.every((name) => actions.has(name));
}

const ORGANIZATION = 'aws:principalorgid';

function organizationOf(condition: Condition): string | undefined {
  const comparison = condition.find(
    ({ key, operator }) => key === ORGANIZATION && operator === 'stringequals',
  );
  return comparison?.values.length === 1 ? comparison.values[0] : undefined;
}

function principalText(principal: string, condition: Condition): string {
  if (principal !== '*') return principal;
  const organization = organizationOf(condition);
  return organization === undefined ? 'everyone on AWS' : `accounts of the organization ${organization}`;
}

/** The rest of a condition; that its own account is not meant goes without saying. */
function rest(condition: Condition): string {
  const isOrganization = organizationOf(condition) !== undefined;
  return conditionText(
    condition.filter(
      ({ key, operator }) =>
        !isOrganization ||
        !(key === ORGANIZATION || (key === 'aws:principalaccount' && operator === 'stringnotequals')),
    ),
  );
}
