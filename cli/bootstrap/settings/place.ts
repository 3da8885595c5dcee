/** An account and region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}
