/** Who calls, as the account has authenticated it. */
export interface Caller {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
}
