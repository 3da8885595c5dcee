import { checkMachine, describeSkips } from '../rehearsal/runner/machine/check-machine';

/** What `npm test` begins with: what the machine lacks is said in its first second. */
async function main(): Promise<void> {
  await checkMachine();
  const skips = describeSkips();
  if (skips) console.log(skips);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
