import { program } from 'commander';
import { HELP } from '../../cli/shared/terminal/help';
import { table } from '../../cli/shared/terminal/table';
import { withHint } from '../failures/hint';
import { always, Approve, askAtTerminal } from './approve';
import { rehearseAll } from './rehearse-all';
import { SCENARIOS } from '../scenarios';
import { Scenario } from '../scenarios/scenario';

interface Options {
  readonly yes?: boolean;
  readonly reject?: boolean;
  readonly stay?: boolean;
  readonly port?: string;
  readonly jobs?: string;
}

program
  .configureHelp(HELP)
  .name('slipway')
  .description('The whole system, pipeline and approval included, on this machine');

const start = program
  .command('start')
  .description('rehearse the first release')
  .action((options: Options) => run(['first-release'], options));

const rehearse = program
  .command('rehearse')
  .description('rehearse scenarios by their names, or all; list shows them')
  .argument('<names...>')
  .action(async (names: string[], options: Options) => {
    if (names.includes('list')) {
      const rows = SCENARIOS.map(({ name, summary }) => [name, summary]);
      return console.log(table([], rows));
    }
    await run(names.includes('all') ? SCENARIOS.map(({ name }) => name) : names, options);
  });

rehearse.option(
  '--jobs <number>',
  'so many at the same time, each in an account of its own; those that go on from one release stay together',
);

for (const command of [start, rehearse]) {
  command
    .option('-y, --yes', 'approve without asking')
    .option('--reject', 'reject without asking')
    .option('--stay', 'leave the account and the pipeline running until Ctrl-C')
    .option('--port <number>', 'port of the account on 127.0.0.1; else a free one');
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { stay = false, port, jobs } = options;
  process.exitCode = await rehearseAll(names.map(findScenario), {
    approve: approval(options),
    stay,
    port: wholeNumber('--port', port, 65_535),
    jobs: jobsOf(options, wholeNumber('--jobs', jobs, MAX_JOBS)),
  });
}

/** More would need more memory than most machines have. */
const MAX_JOBS = 8;

function jobsOf({ stay, port, yes, reject }: Options, jobs = 1): number {
  if (jobs === 1) return jobs;
  if (stay || port)
    throw new Error('--jobs is for many accounts, --stay and --port for one: leave out either');
  if (!yes && !reject && process.stdin.isTTY) {
    throw new Error('--jobs leaves no terminal for questions: say --yes or --reject as well');
  }
  return jobs;
}

function findScenario(name: string): Scenario {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario) return scenario;
  const names = SCENARIOS.map((candidate) => candidate.name).join(', ');
  throw new Error(
    `there is no scenario '${name}', expected one of ${names}; 'npm run rehearse -- list' tells what they are`,
  );
}

function wholeNumber(option: string, value: string | undefined, max: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value) && Number(value) > 0 && Number(value) <= max) return Number(value);
  throw new Error(
    `${option} is '${value}', expected a number from 1 to ${max}: give another, or leave it out`,
  );
}

function approval({ yes, reject }: Options): Approve {
  if (yes && reject) throw new Error('--yes and --reject exclude each other; give one of them');
  if (reject) return always('Rejected');
  return yes || !process.stdin.isTTY ? always('Approved') : askAtTerminal();
}

program.parseAsync().catch((error: Error) => {
  console.error(withHint(error.message));
  process.exitCode = 1;
});
