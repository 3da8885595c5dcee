import type { HelpConfiguration } from 'commander';

/** Names each script of `package.json` as it is typed, and lists what it takes with all its options. */
export const HELP: HelpConfiguration = {
  showGlobalOptions: true,
  commandUsage: (command) =>
    command.parent
      ? `npm ${command.name() === 'start' ? '' : 'run '}${command.name()} -- ${command.usage()}`
      : `${command.name()} ${command.usage()}`,
};
