/** Owner of the repositories in the configuration as it is shipped, and somebody's name on GitHub. */
const OWNER = 'your-org';

/** Hosts of this machine, where a local account is. */
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a repository is still a shipped one; GitHub does not tell owners apart by upper and lower case. */
export function isPlaceholder(repository: string): boolean {
  return repository.split('/')[0].toLowerCase() === OWNER;
}

/**
 * Refuses repositories that are still the shipped ones, but for a local account: there they are rehearsed.
 *
 * Whoever has that name on GitHub would get the permissions that are meant for the team.
 *
 * @param endpoint Where AWS is asked, as `AWS_ENDPOINT_URL` says. @default - AWS itself
 * @throws Error with the first of them
 */
export function refusePlaceholders(repositories: readonly string[], endpoint: string | undefined): void {
  if (isLoopback(endpoint)) return;
  const found = repositories.find(isPlaceholder);
  if (found === undefined) return;
  throw new Error(
    `'${found}' is a placeholder, and ${OWNER} is somebody's name on GitHub, expected a repository of your own: write it in distribution.config.ts; 'npm start' rehearses the configuration as it is`,
  );
}

function isLoopback(endpoint: string | undefined): boolean {
  return endpoint !== undefined && URL.canParse(endpoint) && LOOPBACK.test(new URL(endpoint).hostname);
}
