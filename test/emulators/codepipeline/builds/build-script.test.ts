import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { buildScript } from '../../../../emulators/codepipeline/builds/build-script';
import { parseBuildspec } from '../../../../emulators/codepipeline/builds/buildspec';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'build-script-'));
const failureFile = path.join(folder, 'failure');
const exportsFile = path.join(folder, 'exports');
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Runs phases, each a list of commands, and tells what came of it. */
function run(phases: Record<string, readonly string[]>, exported: readonly string[] = []) {
  const described = Object.entries(phases).map(([name, commands]) => [name, { commands }]);
  const env = { 'exported-variables': exported };
  const text = JSON.stringify({ version: '0.2', env, phases: Object.fromEntries(described) as object });
  const spec = parseBuildspec(text);
  for (const file of [failureFile, exportsFile]) fs.rmSync(file, { force: true });
  const { status, stdout } = spawnSync('sh', ['-c', buildScript(spec)], {
    cwd: folder,
    env: { PATH: process.env.PATH, BUILD_FAILURE: failureFile, BUILD_EXPORTS: exportsFile },
    encoding: 'utf8',
  });
  const failure = fs.existsSync(failureFile) ? fs.readFileSync(failureFile, 'utf8') : undefined;
  const said = stdout.split('\n').filter((line) => line && !line.startsWith('[Container]'));
  return { status, said, failure };
}

test('a build runs all commands in one shell: folder and variables carry over', () => {
  const { status, said } = run({
    install: ['mkdir -p sub', 'cd sub', 'export WHO=me'],
    build: ['basename "$PWD"', 'echo $WHO'],
  });
  expect([status, said]).toEqual([0, ['sub', 'me']]);
});

test('a build runs its phases in order', () => {
  const echo = (text: string) => [`echo ${text}`];
  const phases = { post_build: echo('4'), build: echo('3'), pre_build: echo('2'), install: echo('1') };
  expect(run(phases).said).toEqual(['1', '2', '3', '4']);
});

test('a build skips the rest of BUILD after a failure, but not POST_BUILD, and says what failed', () => {
  const { status, said, failure } = run({
    build: ['echo one', "sh -c 'exit 3'", 'echo two'],
    post_build: ['echo after'],
  });
  expect([status, said]).toEqual([1, ['one', 'after']]);
  expect(failure).toBe(
    "Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: sh -c 'exit 3'. Reason: exit status 3",
  );
});

test.each(['install', 'pre_build'])('a build ends when its phase %s fails', (phase) => {
  const { status, said } = run({ [phase]: ['false'], build: ['echo build'], post_build: ['echo after'] });
  expect([status, said]).toEqual([1, []]);
});

test('a build names the first failure, not one that followed from it', () => {
  expect(run({ build: ['false'], post_build: ['sh -c "exit 9"'] }).failure).toContain('command: false.');
});

test('a build fails at a command that ends the shell, and still runs POST_BUILD', () => {
  const { status, said, failure } = run({
    build: ['export A=1', 'cd /', 'exit 3', 'echo never'],
    post_build: ['echo $A', 'pwd'],
  });
  expect([status, said]).toEqual([1, ['1', '/']]);
  expect(failure).toMatch(/^Phase: BUILD, .*command: exit 3\. Reason: exit status 3$/);
});

test('a build ends when a command ends the shell before BUILD', () => {
  const { status, said, failure } = run({ install: ['exit 4'], build: ['echo b'], post_build: ['echo p'] });
  expect([status, said]).toEqual([1, []]);
  expect(failure).toMatch(/^Phase: INSTALL, .*exit status 4$/);
});

test('a build fails at a command that ends the shell with status 0', () => {
  expect(run({ build: ['exit 0', 'echo never'] })).toMatchObject({ status: 1, said: [] });
});

test('a build keeps the shell options that a command sets', () => {
  const { status, said, failure } = run({
    build: ['set -eu', 'false; echo never', 'echo nor this'],
    post_build: ['echo after'],
  });
  expect([status, said]).toEqual([1, ['after']]);
  expect(failure).toContain('command: false; echo never. Reason: exit status 1');
});

test('a build takes quotes, dollars and backslashes of a command as they are', () => {
  const commands = [`printf '%s|' "it's" '$HOME' 'a\\b'; echo`, 'echo "$(echo "x y")"', 'echo "$#"'];
  expect(run({ build: commands }).said).toEqual(["it's|$HOME|a\\b|", 'x y', '0']);
});

test('a build fails at a command that is not valid shell, and names it', () => {
  const { status, said, failure } = run({ build: ['echo one', "echo 'two"], post_build: ['echo after'] });
  expect([status, said]).toEqual([1, ['one', 'after']]);
  expect(failure).toContain("command: echo 'two. Reason: exit status 2");
});

test('a build runs a command of many lines', () => {
  const { status } = run({ build: ['cat > out <<END\none\nEND\n', 'if true\nthen echo two >> out\nfi'] });
  expect(status).toBe(0);
  expect(fs.readFileSync(path.join(folder, 'out'), 'utf8')).toBe('one\ntwo\n');
});

test('a build exports variables with the values that they have at the end', () => {
  run({ install: ['export A=1'], build: ['A="two\nlines"'] }, ['A', 'UNSET']);
  expect(fs.readFileSync(exportsFile, 'utf8')).toBe('A\0two\nlines\0UNSET\0\0');
});

test('a build exports what a command says, whatever characters are in it', () => {
  const odd = `%s "it's" \\n $HOME \`id\` #{Namespace.Variable} – ü ✔`;
  fs.writeFileSync(path.join(folder, 'odd'), odd);
  run({ build: ['export A="$(cat odd)"', 'export A="${A:-nothing}"'] }, ['A']);
  expect(fs.readFileSync(exportsFile, 'utf8')).toBe(`A\0${odd}\0`);
});

test('a build goes on with another value where a command that gives one fails', () => {
  const { status } = run({ build: ['export A="$(exit 3)"', 'export A="${A:-nothing}"'] }, ['A']);
  expect([status, fs.readFileSync(exportsFile, 'utf8')]).toEqual([0, 'A\0nothing\0']);
});

test('a buildspec that is not valid is rejected, with the place of the mistake', () => {
  expect(() => parseBuildspec('version: 0.1\nphases: {}')).toThrow(/YAML_FILE_ERROR.*version/s);
  expect(() => parseBuildspec('version: 0.2\nphases: {build: {commands: npm ci}}')).toThrow(/commands/);
});
