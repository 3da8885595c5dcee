/** What the workstation lacks, by the words in which programs say it, and the fix. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/ENOSPC|No space left on device/, 'The disk is full: free some space and start again.'],
  [
    /npm (error|ERR!).*(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET)/,
    "npm does not reach its registry, from which a build installs packages: check the network and 'npm config get registry', and start again.",
  ],
];

/** A message, followed by the fix if it tells of something that the workstation lacks. */
export function withHint(message: string): string {
  const hints = HINTS.filter(([words]) => words.test(message)).map(([, fix]) => fix);
  return [message, ...hints].join('\n');
}
