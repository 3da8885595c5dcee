import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { commitId, inClone } from '../../../bench/commands/clone';
import { commandTable } from '../../../bench/commands/commands';

test('commands are told in medians and in units of the first', () => {
  const unit = { command: 'npm ci', times: [11, 10, 9] };
  expect(commandTable(unit, [{ command: 'npm start', times: [24, 90, 25] }])).toBe(
    [
      '| command     | seconds | fastest | slowest | units |',
      '| ----------- | ------: | ------: | ------: | ----: |',
      '| `npm ci`    |    10.0 |     9.0 |    11.0 |  1.00 |',
      '| `npm start` |    25.0 |    24.0 |    90.0 |  2.50 |',
    ].join('\n'),
  );
});

describe('a clone', () => {
  let repository: string;

  beforeEach(() => {
    repository = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-test-'));
    git('init', '--quiet');
    for (const text of ['first', 'second']) {
      fs.writeFileSync(path.join(repository, 'file'), text);
      git('add', 'file');
      git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '-m', text);
    }
  });
  afterEach(() => fs.rmSync(repository, { recursive: true }));

  function git(...args: readonly string[]): void {
    expect(spawnSync('git', args, { cwd: repository, encoding: 'utf8' })).toMatchObject({ status: 0 });
  }

  test('has the files of its commit, and is removed afterwards', () => {
    const clones = ['HEAD', 'HEAD~1'].map((commit) =>
      inClone(repository, commitId(repository, commit), (folder) => ({
        folder,
        text: fs.readFileSync(path.join(folder, 'file'), 'utf8'),
      })),
    );
    expect(clones.map(({ text }) => text)).toEqual(['second', 'first']);
    expect(clones.map(({ folder }) => fs.existsSync(folder))).toEqual([false, false]);
  });

  test('rejects a commit that the history lacks', () => {
    expect(() => commitId(repository, 'b4e7ef5')).toThrow('has no commit b4e7ef5');
  });
});
