import { InvalidArgumentError, program } from 'commander';
import { benchCommands, CommandName, COMMANDS } from './commands/commands';
import { benchImages } from './images/images';
import { benchRelease } from './release/release';
import { benchReview } from './review/review';
import { benchSynth } from './synth/synth';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  synth: benchSynth,
  images: benchImages,
  release: benchRelease,
  review: benchReview,
};

program
  .name('npm run bench --')
  .description('Measures what docs/project/figures.md says')
  .argument(
    '<names...>',
    `what is measured: ${[...Object.keys(COMMANDS), ...Object.keys(BENCHES)].join(', ')}`,
  )
  .option('--rounds <number>', `how often ${Object.keys(COMMANDS).join(', ')} are timed`, positive, 3)
  .action(async (names: string[], { rounds }: { rounds: number }) => {
    const unknown = names.filter((name) => !isCommand(name) && !(name in BENCHES));
    if (unknown.length > 0) {
      const known = [...Object.keys(COMMANDS), ...Object.keys(BENCHES)].join(', ');
      throw new Error(`unknown bench '${unknown.join("', '")}', expected ${known}`);
    }
    const commands = names.filter(isCommand);
    if (commands.length > 0) benchCommands(commands, rounds);
    for (const name of names.filter((one) => one in BENCHES)) {
      console.log(`\n${name}`);
      await BENCHES[name]();
    }
  });

function isCommand(name: string): name is CommandName {
  return name in COMMANDS;
}

function positive(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a positive number');
}

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
