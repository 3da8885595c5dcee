import { lacksOfPython } from '../../../emulators/account/python-environment';
import { installCommand, mayNotSkip, missingPrograms } from './programs';

/** Programs that only some tests and scenarios need, and what is skipped without them. */
const OPTIONAL: Readonly<Record<string, string>> = {
  make: "tests of the example's Makefile, and scenarios with images",
  jq: 'scenarios with images',
  podman: 'tests of what the example builds by hand, and scenarios with images',
  skopeo: 'tests of what the example pushes, and scenarios with images',
};

/** What the machine lacks, with the fix. */
class MachineError extends Error {
  override readonly name = 'MachineError';
}

/**
 * Looks for all that every rehearsal and test needs and that cannot be installed with the project.
 *
 * It takes less than a second: whoever lacks something is told before anything is started, and of all of it at once.
 *
 * @throws MachineError that names what is missing and the command that installs it
 */
export async function checkMachine(): Promise<void> {
  const python = await lacksOfPython();
  const git = missingPrograms(['git']).map(() => 'there is no git: install it and run the command again');
  const lacks = [...git, ...python];
  if (lacks.length === 0) return;
  const packages = [
    ...(git.length > 0 ? ['git'] : []),
    ...(python.length > 0 ? ['python3', 'python3-venv'] : []),
  ];
  throw new MachineError([...lacks, installCommand(packages)].join('\n'));
}

/**
 * What will be skipped on this machine, to be read before the tests are run; empty if nothing is.
 *
 * @throws Error where nothing may be skipped
 */
export function describeSkips(): string {
  const missing = missingPrograms(Object.keys(OPTIONAL));
  if (missing.length === 0) return '';
  const install = installCommand(missing);
  if (mayNotSkip()) {
    throw new Error(
      `there is no ${missing.join(', no ')}, expected all that tests need: install it\n${install}`,
    );
  }
  const skipped = missing.map((program) => `  without ${program}: ${OPTIONAL[program]}`);
  return ['Not installed here, so these are skipped, and counted as skipped:', ...skipped, install].join(
    '\n',
  );
}
