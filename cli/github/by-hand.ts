import { Distribution } from '../../lib/config';
import { environmentVariable, SECRETS_VARIABLE } from '../../lib/names';
import { OWNED } from './changes/code-owner-lines';
import { CHECKS } from './changes/required-checks';
import { CONFIGURATION } from './configuration/configuration-text';
import { WantedEnvironment } from './configuration/wanted-environments';
import { addressOf } from './subjects/subject-template';

/** What to click where `gh` cannot be used: the same, with the same values. @param reason Why it cannot be */
export function byHand(
  { source }: Distribution,
  environments: readonly WantedEnvironment[],
  reason: string,
): string {
  const repositories = [...new Set(environments.map(({ repository }) => repository))];
  return [
    `${reason} By hand:`,
    ...repositories.flatMap((repository) => {
      const own = environments.filter((one) => one.repository === repository);
      return [
        `\nhttps://github.com/${repository}/settings/environments`,
        ...own.flatMap(environmentByHand),
        `\nhttps://github.com/${repository}/settings/variables/actions`,
        ...own.map(
          ({ name, stageName }) => `  New repository variable ${environmentVariable(stageName)}: ${name}`,
        ),
        `\nhttps://api.github.com/${addressOf(`repos/${repository}`)}`,
        "  use_default has to be true; it is shown to a token: curl -H 'Authorization: Bearer TOKEN' ADDRESS",
      ];
    }),
    `\nhttps://github.com/${source.repository}/settings/branches`,
    `  Add a branch protection rule for ${source.branch}:`,
    '    Require a pull request before merging, with 1 approval; dismiss stale approvals;',
    '    require review from Code Owners; require approval of the most recent reviewable push;',
    `    require status checks to pass, up to date with the branch: ${CHECKS.join(', ')}, of GitHub Actions;`,
    '    do not allow bypassing the above settings.',
    '  Write .github/CODEOWNERS, with who has to review everything and may write here, @LOGIN or @ORG/TEAM (a visible team), as its last line:',
    `    ${OWNED} @ORG/TEAM`,
  ].join('\n');
}

/** Where to find the ids without `gh`. @param reason Why there is none */
export function idsByHand(repositories: readonly string[], reason: string): string {
  return [
    `${reason} ${CONFIGURATION} lacks ids. By hand:`,
    ...repositories.flatMap((repository) => [
      `\nhttps://api.github.com/repos/${repository}`,
      `  owner.id is ownerId, id is repositoryId; write both beside repository: '${repository}'`,
    ]),
    "\nA private repository is shown to a token that may read it: curl -H 'Authorization: Bearer TOKEN' ADDRESS.",
    'Then commit and push it; once the images are released, run this again for the rest.',
  ].join('\n');
}

function environmentByHand({ name, stageName, registryArn, secrets }: WantedEnvironment): string[] {
  const branches =
    stageName === 'Development'
      ? 'No restriction'
      : "Selected branches and tags; add the repository's default branch";
  return [
    `  New environment: ${name}`,
    `    Deployment branches and tags: ${branches}`,
    ...(stageName === 'Release'
      ? [
          '    Required reviewers: who may agree to a release, and has access to this repository;',
          '    do not allow administrators to bypass; look at them again before you add secrets',
        ]
      : []),
    ...Object.entries(secrets).map(([secret, value]) => `    Add environment secret ${secret}: ${value}`),
    `    Add environment variable ${SECRETS_VARIABLE}: ${registryArn}`,
  ];
}
