import { opaque, Statement, statements, underCondition } from '../policies/statement';
import { Resolver } from '../state/resolve';
import { keyOf, Resource, ReviewedStack } from '../state/stack';

/** A group, role, user or managed policy of a state, with all that its templates give it. */
export interface Principal {
  /** The same in both states. */
  readonly key: string;

  readonly kind: Holder | 'managed policy';

  /** As IAM knows it. */
  readonly name: string;

  /** The stack that makes it; nothing makes it if it is named by a policy only. */
  readonly stack: ReviewedStack;
  readonly logicalId?: string;

  readonly statements: Statement[];

  /** Only of a role or user that is made here. */
  readonly boundary?: string;

  /** Groups of which a user is a member, or members of a group. */
  readonly memberships: string[];

  /** The statements of its trust policy, if it is a role that is made here. */
  readonly trust: readonly Statement[];

  /** Whether a managed policy is said by those on whom its template puts it. */
  readonly isAttached?: boolean;

  /** Resources of templates that this was read from, as `stack/logicalId`. */
  readonly readFrom: string[];
}

/** Who can act, or lets members act. */
type Holder = 'group' | 'role' | 'user';

const KINDS: Readonly<Record<string, Holder>> = {
  'AWS::IAM::Group': 'group',
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
};

/** Types that put a policy on others, with the property that says on whom, by kind. */
const POLICIES: Readonly<Record<string, Partial<Record<Holder, string>>>> = {
  'AWS::IAM::Policy': { group: 'Groups', role: 'Roles', user: 'Users' },
  'AWS::IAM::ManagedPolicy': { group: 'Groups', role: 'Roles', user: 'Users' },
  'AWS::IAM::GroupPolicy': { group: 'GroupName' },
  'AWS::IAM::RolePolicy': { role: 'RoleName' },
  'AWS::IAM::UserPolicy': { user: 'UserName' },
};

/** Types whose permissions are read here, besides the policies of resources. */
export const READ_TYPES: readonly string[] = [
  ...Object.keys(KINDS),
  ...Object.keys(POLICIES),
  'AWS::IAM::UserToGroupAddition',
];

/** The principals of a state, by their keys. */
export function principals(state: readonly ReviewedStack[]): ReadonlyMap<string, Principal> {
  const all = new Map<string, Principal>();
  const resources = state.flatMap((stack) => {
    const resolver = new Resolver(stack);
    return Object.entries(stack.template.Resources ?? {}).map(([logicalId, resource]) => ({
      stack,
      resolver,
      logicalId,
      resource,
      properties: resource.Properties ?? {},
    }));
  });
  const managed = new Map(
    resources
      .filter(({ resource }) => resource.Type === 'AWS::IAM::ManagedPolicy')
      .map(({ resolver, logicalId, resource, properties }) => [
        resolver.text({ Ref: logicalId }),
        underCondition(resource.Condition, statements(resolver.resolve(properties.PolicyDocument))),
      ]),
  );
  const boundaries = new Set(
    resources.flatMap(({ resolver, properties }) => texts(resolver, properties.PermissionsBoundary)),
  );
  for (const at of resources) {
    if (KINDS[at.resource.Type]) add(all, made(at, managed));
    if (at.resource.Type === 'AWS::IAM::ManagedPolicy') add(all, policy(at, boundaries));
  }
  for (const { stack, resolver, logicalId, resource, properties } of resources) {
    const attached = Object.entries(POLICIES[resource.Type] ?? {}) as [Holder, string][];
    for (const [kind, property] of attached) {
      for (const name of texts(resolver, properties[property])) {
        const holder = found(all, stack, kind, name);
        const own = statements(resolver.resolve(properties.PolicyDocument));
        holder.statements.push(...underCondition(resource.Condition, own));
        holder.readFrom.push(`${keyOf(stack)}/${logicalId}`);
      }
    }
    if (resource.Type !== 'AWS::IAM::UserToGroupAddition') continue;
    const group = found(all, stack, 'group', resolver.text(properties.GroupName));
    group.memberships.push(...texts(resolver, properties.Users).map((user) => `the user ${user}`));
    group.readFrom.push(`${keyOf(stack)}/${logicalId}`);
  }
  return all;
}

interface At {
  readonly stack: ReviewedStack;
  readonly resolver: Resolver;
  readonly logicalId: string;
  readonly resource: Resource;
  readonly properties: Readonly<Record<string, unknown>>;
}

function made(
  { stack, resolver, logicalId, resource, properties }: At,
  managed: ReadonlyMap<string, Statement[]>,
): Principal {
  const kind = KINDS[resource.Type];
  const name = resolver.nameOf(logicalId);
  const inline = [resolver.resolve(properties.Policies) ?? []].flat() as unknown[];
  const attached = texts(resolver, properties.ManagedPolicyArns);
  const boundary = properties.PermissionsBoundary;
  const key = keyOfPrincipal(stack, kind, name);
  return {
    key,
    kind,
    name,
    stack,
    logicalId,
    statements: underCondition(resource.Condition, [
      ...inline.flatMap((policy) =>
        statements((policy as { PolicyDocument?: unknown })?.PolicyDocument ?? policy),
      ),
      ...attached.flatMap((arn) => managed.get(arn) ?? [opaque(`the managed policy ${arn}`)]),
    ]),
    boundary: boundary === undefined ? undefined : resolver.text(boundary),
    memberships: texts(resolver, properties.Groups).map((group) => `the group ${group}`),
    trust: underCondition(
      resource.Condition,
      kind === 'role' ? statements(resolver.resolve(properties.AssumeRolePolicyDocument)) : [],
    ),
    readFrom: [`${keyOf(stack)}/${logicalId}`],
  };
}

/** A managed policy for itself: it may be a boundary, or on somebody whom no template of ours knows. */
function policy(
  { stack, resolver, logicalId, resource, properties }: At,
  boundaries: ReadonlySet<string>,
): Principal {
  const kind = 'managed policy';
  const name = resolver.nameOf(logicalId);
  return {
    key: keyOfPrincipal(stack, kind, name),
    kind,
    name,
    stack,
    logicalId,
    statements: underCondition(resource.Condition, statements(resolver.resolve(properties.PolicyDocument))),
    memberships: [],
    trust: [],
    isAttached:
      !boundaries.has(name) &&
      Object.values(POLICIES[resource.Type]).some((on) => texts(resolver, properties[on]).length > 0),
    readFrom: [`${keyOf(stack)}/${logicalId}`],
  };
}

/** Adds a principal; what two templates make by one name has all that either gives it. */
function add(all: Map<string, Principal>, made: Principal): void {
  const { key } = made;
  const known = all.get(key);
  all.set(
    key,
    known === undefined
      ? made
      : {
          ...known,
          statements: [...known.statements, ...made.statements],
          boundary: known.boundary === made.boundary ? known.boundary : undefined,
          memberships: [...known.memberships, ...made.memberships],
          trust: [...known.trust, ...made.trust],
          readFrom: [...known.readFrom, ...made.readFrom],
        },
  );
}

/** Whoever is named, which another stack or nobody here may make. */
function found(all: Map<string, Principal>, stack: ReviewedStack, kind: Holder, name: string): Principal {
  const key = keyOfPrincipal(stack, kind, name);
  const known = all.get(key);
  if (known) return known;
  const elsewhere: Principal = {
    key,
    kind,
    name,
    stack,
    statements: [],
    memberships: [],
    trust: [],
    readFrom: [],
  };
  all.set(key, elsewhere);
  return elsewhere;
}

function keyOfPrincipal({ account = '' }: ReviewedStack, kind: string, name: string): string {
  return `${account}/${kind}/${name}`;
}

function texts(resolver: Resolver, value: unknown): string[] {
  if (value === undefined) return [];
  const resolved = resolver.resolve(value);
  return [resolved].flat().map((item) => resolver.text(item));
}
