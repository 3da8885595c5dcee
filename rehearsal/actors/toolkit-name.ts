import * as names from '../../lib/names';
import { LocalAccount } from '../../emulators/account/local-account';

/** Name in an account of a role, policy or bucket of the toolkit, such as its `deploy-role`. */
export function toolkitName({ accountId: account, region }: LocalAccount, use: string): string {
  return names.toolkitName(use, { account, region });
}

/** ARN in an account of a role of the toolkit, such as its `deploy` role. */
export function toolkitRoleArn({ accountId: account, region }: LocalAccount, use: string): string {
  return names.toolkitRoleArn(use, { partition: 'aws', account, region });
}

/** ARN in an account of a policy of the toolkit, such as its `user-boundary`. */
export function toolkitPolicyArn(account: LocalAccount, use: string): string {
  return `arn:aws:iam::${account.accountId}:policy/${toolkitName(account, use)}`;
}
