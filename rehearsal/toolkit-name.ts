import { LocalAccount } from './account/local-account';

/** Name in an account of a role or policy of the toolkit, such as its `deploy-role`. */
export function toolkitName({ accountId, region }: LocalAccount, name: string): string {
  return `cdk-slipway-${name}-${accountId}-${region}`;
}
