import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { LocalAccount } from '../../emulators/account/local-account';

interface Statement {
  readonly Action?: string | readonly string[];
}

interface Document {
  readonly Statement: readonly Statement[];
}

/**
 * Takes one permission out of all policies of a role, as an administrator does by mistake.
 *
 * @returns restores it
 * @throws Error when the role does not have it
 */
export async function revokePermission(
  account: LocalAccount,
  RoleName: string,
  action: string,
): Promise<() => Promise<void>> {
  const iam = new IAMClient(account.sdk());
  const undo = [
    ...(await revokeInline(iam, RoleName, action)),
    ...(await revokeAttached(iam, RoleName, action)),
  ];
  if (undo.length === 0) throw new Error(`${RoleName} has no ${action}, which was to be revoked`);
  return async () => {
    for (const restore of undo) await restore();
  };
}

type Undo = () => Promise<unknown>;

async function revokeInline(iam: IAMClient, RoleName: string, action: string): Promise<Undo[]> {
  const undo: Undo[] = [];
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    const before = decodeURIComponent(PolicyDocument);
    const after = without(before, action);
    if (after === undefined) continue;
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: after }));
    undo.push(() => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: before })));
  }
  return undo;
}

async function revokeAttached(iam: IAMClient, RoleName: string, action: string): Promise<Undo[]> {
  const undo: Undo[] = [];
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies) {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    const after = without(decodeURIComponent(PolicyVersion?.Document ?? ''), action);
    if (after === undefined) continue;
    const made = await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: after, SetAsDefault: true }),
    );
    undo.push(async () => {
      await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }));
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: made.PolicyVersion?.VersionId }));
    });
  }
  return undo;
}

/** The document without an action; undefined if it does not have it. */
function without(text: string, action: string): string | undefined {
  const document = JSON.parse(text) as Document;
  const actionsOf = ({ Action = [] }: Statement) => (typeof Action === 'string' ? [Action] : Action);
  if (!document.Statement.some((statement) => actionsOf(statement).includes(action))) return undefined;
  const Statement = document.Statement.map((statement) => ({
    ...statement,
    Action: actionsOf(statement).filter((name) => name !== action),
  })).filter(({ Action }) => Action.length > 0);
  return JSON.stringify({ ...document, Statement });
}
