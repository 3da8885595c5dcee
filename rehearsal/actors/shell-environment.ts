import * as fs from 'node:fs/promises';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';

/** Writes a file to be sourced by a shell, so that its AWS CLI and CDK act as a user of the account. */
export async function writeShellEnvironment(
  account: LocalAccount,
  credentials: Credentials,
  file: string,
): Promise<void> {
  const lines = Object.entries(account.env(credentials)).map(
    ([name, value]) => `export ${name}=${quote(value)}`,
  );
  await fs.writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
