import { accessSync, constants } from 'node:fs';
import * as path from 'node:path';

/**
 * Whether nothing may be left out for want of a program: so it is in the gate.
 *
 * Elsewhere what needs a program that is not installed is skipped, and counted.
 */
export function mayNotSkip(): boolean {
  return process.env.SLIPWAY_NO_SKIPS === '1';
}

/** Which of the programs that something needs are not on the path. */
export function missingPrograms(programs: readonly string[] = []): string[] {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return programs.filter((program) => !folders.some((folder) => isExecutable(path.join(folder, program))));
}

/** The command that installs packages, on the systems on which most people have them. */
export function installCommand(packages: readonly string[]): string {
  return `on Debian and Ubuntu: apt-get install ${packages.join(' ')}`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
