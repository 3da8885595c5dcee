import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { ACCOUNT_WITH_TOOLS, pythonEnvironment } from '../emulators/account/python-environment';

/**
 * Runs what checks the Python server of the local account, as `emulators/account/pyproject.toml` configures it.
 *
 * The tools are Python packages. They are installed on first use, apart from what the account runs with.
 */
const ROOT = path.join(__dirname, '..');
const ACCOUNT = path.join(ROOT, 'emulators', 'account');

// For what lies outside its folder, ruff does not find the configuration itself.
const RUFF = ['--config', 'pyproject.toml', 'server', path.join(ROOT, 'test/emulators/account/python')];
const CHECKS: Record<string, readonly (readonly string[])[]> = {
  lint: [['ruff', 'check', ...RUFF], ['ruff', 'format', '--check', ...RUFF], ['mypy']],
  test: [['pytest']],
  format: [
    ['ruff', 'check', '--fix', ...RUFF],
    ['ruff', 'format', ...RUFF],
  ],
};

async function main(): Promise<void> {
  const [name = ''] = process.argv.slice(2);
  const checks = CHECKS[name];
  if (!checks) throw new Error(`unknown check '${name}', expected one of ${Object.keys(CHECKS).join(', ')}`);
  const python = await pythonEnvironment(path.join(ROOT, '.rehearsal'), process.env, ACCOUNT_WITH_TOOLS);
  for (const check of checks) {
    const { status } = spawnSync(python, ['-m', ...check], {
      cwd: ACCOUNT,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      stdio: 'inherit',
    });
    if (status !== 0) process.exit(status ?? 1);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
