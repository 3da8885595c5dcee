export type Answer = 'allowed' | 'refused';

/** One question about a permission: what the tables say, and what the account answers. */
export interface PermissionCheck {
  readonly question: string;
  readonly expected: Answer;
  readonly actual: Answer;
}

export function mismatchesOf(checks: readonly PermissionCheck[]): PermissionCheck[] {
  return checks.filter(({ actual, expected }) => actual !== expected);
}

/** As it is shown: `3,036 permission checks, 0 mismatches`. */
export function describeChecks(checks: number, mismatches: number): string {
  return `${checks.toLocaleString('en')} permission checks, ${mismatches.toLocaleString('en')} mismatches`;
}
