import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { ROOT } from '../../../rehearsal/runner/directory/paths';
import * as changes from '../../../rehearsal/source/changes';
import { leaveOutChecks } from '../../../rehearsal/source/checks';
import * as hostile from '../../../rehearsal/source/hostile-changes';
import { WorkTree } from '../../../rehearsal/source/work-tree';

let tree: WorkTree;

beforeEach(async () => {
  tree = new WorkTree(await fs.mkdtemp(path.join(os.tmpdir(), 'changes-')));
  for (const name of ['.npmrc', 'bin', 'distribution.config.ts', 'lib', 'package.json']) {
    await fs.cp(path.join(ROOT, name), path.join(tree.directory, name), { recursive: true });
  }
});
afterEach(async () => {
  await fs.rm(tree.directory, { recursive: true });
});

// A scenario would find out after a quarter of an hour that the text to be replaced has been reworded.
test.each<[string, (tree: WorkTree) => Promise<void>]>([
  ['a change of all registries', (it) => changes.changeRegistries(it, 'changed')],
  ['another image', (it) => changes.addImage(it, 'Another')],
  ['another repository for each image', (it) => changes.addRepository(it, 'another')],
  ['shared groups', (it) => changes.setGroups(it, 'shared')],
  ['permissions of developers', (it) => changes.giveDevelopers(it, 'statement')],
  ['a push without checks', (it) => leaveOutChecks(it)],
  ['a synth without rules', (it) => hostile.removeRules(it)],
  ['a role with AdministratorAccess', (it) => hostile.addAdministrator(it)],
  ['a role that may do everything', (it) => hostile.addUnlimitedRole(it, 'SampleImage')],
  ['roles without a boundary', (it) => hostile.removeBoundary(it)],
  ['a build of another repository', (it) => hostile.buildAnotherRepository(it)],
  ['trust in all repositories', (it) => hostile.trustAllRepositories(it)],
])('the tree has the text that is replaced for %s', async (_, change) => {
  await expect(change(tree)).resolves.toBeUndefined();
});

test('the work tree rejects a text that a file does not have', async () => {
  await expect(tree.replace('package.json', 'no such text', 'another')).rejects.toThrow(
    'package.json has no no such text, which was to become another',
  );
});
