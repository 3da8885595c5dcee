import { execFileSync } from 'node:child_process';
import { buildSync } from 'esbuild';
import { QUALIFIER, TOOLKIT_STACK } from '../../../lib/names';
import { context, toolkitStackName } from '../../../cdk.json';
import { ROOT } from '../../../rehearsal/runner/directory/paths';

/** What the README tells an administrator to read; of the configuration and the app, nothing. */
const READ =
  /^(cli\/bootstrap\/|cli\/shared\/(terminal\/.*|(caller|cdk|empty-stack)\.ts$)|lib\/config\/|lib\/names\.ts$)/;

test('the bootstrap runs no file of the checkout but its own and the checks of the configuration', () => {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['cli/bootstrap/main.ts'],
    bundle: true,
    metafile: true,
    packages: 'external',
    platform: 'node',
    write: false,
  });
  const files = Object.keys(metafile.inputs);
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !READ.test(file))).toEqual([]);
});

test('no folder of the checkout takes the place of a package that was installed', () => {
  const tracked = execFileSync('git', ['ls-files', '--', ':(glob)**/node_modules/**'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(tracked).toBe('');
});

test('the names of the bootstrap are those by which the app is deployed', () => {
  expect([QUALIFIER, TOOLKIT_STACK]).toEqual([context['@aws-cdk/core:bootstrapQualifier'], toolkitStackName]);
});
