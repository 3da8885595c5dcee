import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { DIRECTORY } from '../runner/paths';

/** Writes a file to be sourced by a shell, so that its AWS CLI and CDK act as somebody in the account. */
export async function writeShellEnvironment(
  account: LocalAccount,
  credentials: Credentials,
  file: 'env.sh' | 'approver.env.sh',
): Promise<void> {
  const lines = Object.entries(account.env(credentials)).map(
    ([name, value]) => `export ${name}=${quote(value)}`,
  );
  await fs.writeFile(path.join(DIRECTORY, file), `${lines.join('\n')}\n`, { mode: 0o600 });
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
