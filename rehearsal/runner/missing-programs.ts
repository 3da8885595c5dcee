import { CommandError, runCommand } from './run-command';
import { ROOT } from './directory/paths';

/** Which of the programs that something needs are not installed on this machine. */
export async function missingPrograms(programs: readonly string[] = []): Promise<string[]> {
  const missing: string[] = [];
  for (const program of programs) {
    try {
      await runCommand('sh', ['-c', 'command -v "$1"', 'sh', program], { cwd: ROOT });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      missing.push(program);
    }
  }
  return missing;
}
