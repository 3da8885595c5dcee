import distribution from '../../distribution.config';
import { STAGE_NAMES } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { GitHubJob } from '../actors/github-job';
import { TokenClaims } from '../actors/sessions/github-token';
import { Answer, PermissionCheck } from './permission-check';
import { Registry } from './registries';

interface TokenCase {
  readonly name: string;
  readonly claims: TokenClaims;
  readonly expected: Answer;
}

/**
 * Asks STS for every push role with real tokens and with hostile ones.
 *
 * @throws Error when a registry that is not retired has no push role
 */
export async function checkTrust(
  account: LocalAccount,
  registries: readonly Registry[],
): Promise<PermissionCheck[]> {
  const withRole = registries.filter(({ image }) => !image.retired);
  const checks = await Promise.all(
    withRole.map((registry) =>
      Promise.all(
        tokenCases(registry).map(async ({ name, claims, expected }): Promise<PermissionCheck> => {
          const isAllowed = await new GitHubJob(account, claims).mayAssume(pushRole(registry));
          const actual = isAllowed ? 'allowed' : 'refused';
          return { question: `${registry.stackName} GitHub: the role for ${name}`, expected, actual };
        }),
      ),
    ),
  );
  return checks.flat();
}

function pushRole({ identities, stackName }: Registry): string {
  if (identities.GitHub) return identities.GitHub;
  throw new Error(`${stackName} has no push role, expected one whose logical id begins with GitHubRole`);
}

function tokenCases({ image, stageName }: Registry): TokenCase[] {
  const { owner, repository, ownerId = 1, repositoryId = 1 } = image.github;
  const { environment } = distribution.stages[stageName];
  const classic = `repo:${owner}/${repository}`;
  const immutable = `repo:${owner}@${ownerId}/${repository}@${repositoryId}`;
  const trusted = (form: 'classic' | 'immutable') =>
    image.subject === form || image.subject === 'both' ? 'allowed' : 'refused';
  const refused = (name: string, sub: string, claims?: Partial<TokenClaims>): TokenCase => ({
    name,
    claims: { sub, ...claims },
    expected: 'refused',
  });
  const real = image.subject === 'immutable' ? immutable : classic;
  const job = `${real}:environment:${environment}`;
  const otherEnvironments = STAGE_NAMES.map((name) => distribution.stages[name].environment)
    .concat('Staging', environment.toLowerCase())
    .filter((name) => name !== environment);

  return [
    {
      name: 'its own job',
      claims: { sub: `${classic}:environment:${environment}` },
      expected: trusted('classic'),
    },
    {
      name: 'its own job, with ids',
      claims: { sub: `${immutable}:environment:${environment}` },
      expected: trusted('immutable'),
    },
    ...otherEnvironments.map((name) => refused(`the environment ${name}`, `${real}:environment:${name}`)),
    refused('another repository', `repo:${owner}/other:environment:${environment}`),
    refused('a look-alike owner', `repo:${owner}-inc/${repository}:environment:${environment}`),
    refused(
      'an owner in another case',
      `repo:${inAnotherCase(owner)}/${repository}:environment:${environment}`,
    ),
    refused(
      'other ids',
      `repo:${owner}@${ownerId + 1}/${repository}@${repositoryId}:environment:${environment}`,
    ),
    refused(
      'ids of another repository',
      `repo:${owner}@${ownerId}/${repository}@${repositoryId + 1}:environment:${environment}`,
    ),
    refused('a pull request', `${real}:pull_request`),
    refused('a branch', `${real}:ref:refs/heads/master`),
    refused('another branch', `${real}:ref:refs/heads/feature`),
    refused('a tag', `${real}:ref:refs/tags/v1`),
    refused('a wildcard', `${real}:environment:*`),
    refused('nothing', ''),
    refused('another audience', job, { aud: `https://github.com/${owner}` }),
    refused('another issuer', job, { iss: 'https://token.actions.example.com' }),
    refused('an expired token', job, { exp: 1 }),
  ];
}

/** The same name in another case; one of digits only gets a letter. */
function inAnotherCase(name: string): string {
  return [name.toUpperCase(), name.toLowerCase(), `${name}A`].find((other) => other !== name) ?? '';
}
