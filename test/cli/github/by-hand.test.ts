import * as fs from 'node:fs';
import { CONFIGURATION, FIRST, github, said, setUp, useStubs } from './rig';

useStubs();

test('the set-up without gh says what to click, with the values', async () => {
  github.change((state) => {
    state.accounts = [];
  });

  expect(await setUp(FIRST)).toBe(1);
  expect(said.text()).toContain('https://github.com/your-org/sample-image/settings/environments');
  expect(said.text()).toContain('Add environment secret AWS_GITHUB_ROLE_ARN: role-Master');
  expect(said.text()).toContain('Add environment variable SECRETS_ARE_FOR: arn-Master');
  expect(said.text()).toContain('New repository variable RELEASE_ENVIRONMENT: Release');
  expect(said.text()).toMatch(
    /sample-image\/actions\/oidc\/customization\/sub\n {2}use_default has to be true/,
  );
  expect(github.writes).toEqual([]);
});

test('the set-up without gh and without ids says where they are, in place of what the configuration lacks', async () => {
  github.change((state) => {
    state.accounts = [];
  });
  fs.writeFileSync('distribution.config.ts', CONFIGURATION.replace(', repositoryId: 89012345', ''));
  const lacking = () => {
    throw new Error('distribution.config.ts is mistaken');
  };

  expect(await setUp(FIRST, [], lacking)).toBe(1);
  expect(said.text()).toContain('https://api.github.com/repos/your-org/sample-image\n  owner.id is ownerId');
});

test('the set-up without gh names the same code owners and the same protection', async () => {
  github.change((state) => {
    state.accounts = [];
  });
  await setUp(FIRST);
  expect(said.text()).toMatch(/CODEOWNERS, .* as its last line:\n    \* @ORG\/TEAM$/);
  expect(said.text()).toContain('require review from Code Owners;');
  expect(said.text()).toContain('require approval of the most recent reviewable push;');
  expect(said.text()).toContain('Checks of the change, Review of the change, of GitHub Actions;');
});
