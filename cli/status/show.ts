import type { Stack } from '@aws-sdk/client-cloudformation';

/** Shows stacks with their statuses. */
export function showStacks(stacks: readonly Stack[]): void {
  const width = Math.max(...stacks.map(({ StackName = '' }) => StackName.length));
  for (const { StackName = '', StackStatus } of stacks)
    console.log(`${StackName.padEnd(width)}  ${StackStatus}`);
}

/** Shows what needs somebody. */
export function showFindings(findings: readonly string[]): void {
  for (const finding of findings) console.log(`\n${finding}`);
  if (findings.length === 0) console.log('\nNothing needs anybody.');
}
