import { AccessPolicy } from './access-policy';

/** The policy as IAM takes it. */
export function showAccessPolicy({ document }: AccessPolicy): string {
  return JSON.stringify(document, undefined, 2);
}

/** What the policy leaves out; nothing if it is complete. */
export function showLeftOut({ leftOut }: AccessPolicy): string | undefined {
  if (!leftOut) return undefined;
  return `Not in this policy: ${leftOut}. A role there needs one of its own: say --profile NAME of that account.`;
}
