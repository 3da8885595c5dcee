// The SDK's word about the next version of Node.js is not about what is rehearsed.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { program } from 'commander';
import { withHint } from '../failures/hint';
import { always, Approve, askAtTerminal } from './approve';
import { ScenarioRunner } from './scenario-runner';
import { SCENARIOS } from '../scenarios';
import { Scenario } from '../scenarios/scenario';

interface Options {
  readonly yes?: boolean;
  readonly reject?: boolean;
  readonly stay?: boolean;
  readonly port?: string;
}

program.name('slipway').description('The whole system, pipeline and approval included, on this machine');

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
      const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
      for (const { name, summary } of SCENARIOS) console.log(`${name.padEnd(width)}  ${summary}`);
      return;
    }
    await run(names.includes('all') ? SCENARIOS.map(({ name }) => name) : names, options);
  });

for (const command of [start, rehearse]) {
  command
    .option('-y, --yes', 'approve without asking')
    .option('--reject', 'reject without asking')
    .option('--stay', 'leave the account and the pipeline running until Ctrl-C')
    .option('--port <number>', 'port of the account on 127.0.0.1; else a free one');
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const scenarios = names.map(findScenario);
  const { stay = false, port } = options;
  const runner = new ScenarioRunner({ approve: approval(options), stay, port: portNumber(port) });
  process.exitCode = await runner.run(scenarios);
}

function findScenario(name: string): Scenario {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario) return scenario;
  const names = SCENARIOS.map((candidate) => candidate.name).join(', ');
  throw new Error(
    `there is no scenario '${name}', expected one of ${names}; 'npm run rehearse -- list' tells what they are`,
  );
}

function portNumber(port: string | undefined): number | undefined {
  if (port === undefined) return undefined;
  if (/^\d+$/.test(port) && Number(port) > 0 && Number(port) < 65_536) return Number(port);
  throw new Error(`--port is '${port}', expected a number from 1 to 65535: give another, or leave it out`);
}

function approval({ yes, reject }: Options): Approve {
  if (yes && reject) throw new Error('--yes and --reject exclude each other; give one of them');
  if (reject) return always('Rejected');
  return yes || !process.stdin.isTTY ? always('Approved') : askAtTerminal;
}

program.parseAsync().catch((error: Error) => {
  console.error(withHint(error.message));
  process.exitCode = 1;
});
