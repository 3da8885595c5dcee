import { gh, GitHubRefusal } from '../../gh';
import { WantedEnvironment } from '../../configuration/wanted-environments';

type Named = Pick<WantedEnvironment, 'repository' | 'name'>;

/** What means something else in an address. */
const NEEDS_ENCODING = /[/#?%]/;

/** Where GitHub's API has an environment. @throws Error when its name cannot be part of an address */
export function environmentAddress({ repository, name }: Named): string {
  if (/^\.{1,2}$/.test(name)) {
    throw new Error(
      `an environment is called '${name}', expected a name that can be part of an address: write another in distribution.config.ts`,
    );
  }
  return `repos/${repository}/environments/${encodeURIComponent(name)}`;
}

/**
 * An environment's name as `gh secret --env` takes it.
 *
 * That puts the name into an address as it is, so that one with a slash is not found, and of one with a # all behind it
 * is left out (cli/cli, "gh variable/secret commands should url-encode environment name"). An encoded name is found, but
 * not by a gh that encodes by itself. Which of the two it is shows in the address that it says was not found.
 */
export async function environmentArgument({ repository, name }: Named): Promise<string> {
  if (!NEEDS_ENCODING.test(name)) return name;
  const encoded = encodeURIComponent(name);
  const args = ['secret', 'list', '--env', encoded, '--repo', repository];
  try {
    await gh({ args });
    return encoded;
  } catch (error) {
    if (!(error instanceof GitHubRefusal) || error.status !== 404) throw error;
    const [, asked] = /\/environments\/([^\s/]+)\/secrets/.exec(error.said) ?? [];
    if (asked === encoded) return encoded;
    if (asked?.includes('%25')) return name;
    throw new Error(
      `the environment of ${repository} is called '${name}', expected a name without / and #, which this gh does not pass on (${error.said}): update gh, or write another name in distribution.config.ts`,
      { cause: error },
    );
  }
}
