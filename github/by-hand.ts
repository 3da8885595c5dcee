import { Distribution } from '../lib/config';
import { WantedEnvironment } from './wanted-environments';

/** What to click where there is no `gh`: the same, with the same values. */
export function byHand({ source }: Distribution, environments: readonly WantedEnvironment[]): string {
  const repositories = [...new Set(environments.map(({ repository }) => repository))];
  return [
    "There is no gh that is logged in (install GitHub's CLI and run 'gh auth login'). By hand:",
    ...repositories.flatMap((repository) => [
      `\nhttps://github.com/${repository}/settings/environments`,
      ...environments.filter((one) => one.repository === repository).flatMap(environmentByHand),
    ]),
    `\nhttps://github.com/${source.repository}/settings/branches`,
    `  Add a branch protection rule for ${source.branch}:`,
    '    Require a pull request before merging, with 1 approval; dismiss stale approvals;',
    '    require review from Code Owners; do not allow bypassing the above settings.',
    '  Write .github/CODEOWNERS with owners of /policies/, /lib/pipeline/, /.github/ and /distribution.config.ts.',
    '\nThe ids of an image, for distribution.config.ts:',
    ...repositories.map((repository) => `  https://api.github.com/repos/${repository}: owner.id, id`),
  ].join('\n');
}

function environmentByHand({ name, stageName, secrets }: WantedEnvironment): string[] {
  const branches =
    stageName === 'Development' ? 'No restriction' : 'Selected branches and tags; add the branch master';
  return [
    `  New environment: ${name}`,
    `    Deployment branches and tags: ${branches}`,
    ...(stageName === 'Release'
      ? ['    Required reviewers: who may agree to a release; do not allow administrators to bypass']
      : []),
    ...Object.entries(secrets).map(([secret, value]) => `    Add environment secret ${secret}: ${value}`),
  ];
}
