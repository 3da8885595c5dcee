import * as fs from 'node:fs';
import { CONFIGURATION, FIRST, github, said, setUp, useStubs } from './rig';

useStubs();

test('the set-up says what an id was that is another now', async () => {
  fs.writeFileSync('distribution.config.ts', CONFIGURATION.replace('89012345', '666'));
  await setUp({ ...FIRST, dryRun: true });
  expect(said.text()).toContain('repositoryId 89012345 (another: it was 666)');
});

test('the set-up writes the ids that GitHub says, and nothing else of the configuration', async () => {
  fs.writeFileSync(
    'distribution.config.ts',
    CONFIGURATION.replace(', ownerId: 1234567, repositoryId: 89012345', ''),
  );
  expect(await setUp(FIRST)).toBe(0);
  expect(fs.readFileSync('distribution.config.ts', 'utf8')).toBe(CONFIGURATION);

  const wrong = CONFIGURATION.replace('1234567', '1_1').replace(
    'your-org/sample-image',
    'Your-Org/sample-image',
  );
  fs.writeFileSync('distribution.config.ts', wrong);
  github.change((state) => {
    state.repositories['Your-Org/sample-image'] = state.repositories['your-org/sample-image'];
  });
  await setUp(FIRST);
  expect(fs.readFileSync('distribution.config.ts', 'utf8')).toBe(CONFIGURATION);
  expect(github.writes).toEqual([]);
});

test('the set-up says what a repository was called, which is called otherwise now', async () => {
  fs.writeFileSync('distribution.config.ts', CONFIGURATION.replace('your-org/sample', 'old-org/sample'));
  github.change((state) => {
    state.repositories['old-org/sample-image'] = state.repositories['your-org/sample-image'];
  });
  await setUp({ ...FIRST, dryRun: true });
  expect(said.text()).toContain('your-org/sample-image (written old-org/sample-image) has ownerId 1234567');
  expect(said.text()).toContain('The rest can be planned once the ids are written.');
});

test.each([
  [
    'a retired image, whose repository may be gone',
    "{ name: 'Old', repository: 'your-org/gone', retired: true }",
  ],
  ['an image that does without ids', "{ name: 'Old', repository: 'your-org/gone', subject: 'classic' }"],
  [
    'an image whose ids are there and whose repository is put together',
    "{ name: 'Old', repository: `${ORG}/gone`, ownerId: 1, repositoryId: 2 }",
  ],
])('the set-up asks nothing about %s', async (_, entry) => {
  fs.writeFileSync('distribution.config.ts', CONFIGURATION.replace('// ours\n', `\n    ${entry},\n`));
  expect(await setUp(FIRST)).toBe(0);
  expect(github.state.calls).not.toContain('GET repos/your-org/gone');
});
