import { firstRelease } from '../scenarios/releases/first-release';
import { Scenario } from '../scenarios/scenario';
import { Approve } from './approve';
import { DIRECTORY } from './directory/paths';
import { RehearsalDirectory } from './directory/rehearsal-directory';
import { NO_CHECKS, Report, sumOf, writeReport } from './report/report';
import { showSummary } from './report/summary';
import { killCommands } from './run-command';
import { ScenarioRunner, secondsSince } from './scenario-runner';

/** Signals that end a rehearsal, with the exit codes that a shell gives them. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface RehearseOptions {
  readonly approve: Approve;

  /** Whether the account stays, after the last scenario, until a signal ends it. */
  readonly stay: boolean;

  /** Port of the account. @default - a free one */
  readonly port?: number;

  /** How many scenarios run at the same time, each in a directory of its own. @default 1 */
  readonly jobs?: number;
}

/**
 * Rehearses scenarios, reports them and shows a summary.
 *
 * @returns the exit code: 0 only if each scenario ended as it should
 */
export async function rehearseAll(
  scenarios: readonly Scenario[],
  { approve, stay, port, jobs = 1 }: RehearseOptions,
): Promise<number> {
  const started = performance.now();
  const waiting = jobs === 1 ? [scenarios] : groupsOf(scenarios);
  const runners = Array.from({ length: Math.min(jobs, waiting.length) }, (_, index) => {
    const directory = new RehearsalDirectory(DIRECTORY, index === 0 ? '' : `side-${index + 1}`);
    return new ScenarioRunner({ approve, directory, isAccompanied: waiting.length > 1, port });
  });
  const end = () => Promise.all(runners.map((runner) => runner.end()));
  const abort = (signal: keyof typeof SIGNALS) => {
    killCommands();
    void end().finally(() => process.exit(SIGNALS[signal]));
  };
  onSignals(abort);
  try {
    await Promise.all(
      runners.map(async (runner) => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await runner.run(next);
      }),
    );
    const report = reportOf(runners, started, scenarios);
    await writeReport(new RehearsalDirectory(DIRECTORY), report);
    const isRejected = runners.some((runner) => runner.isRejected);
    const [{ account }] = runners;
    await showSummary({ report, isRejected, account });
    if (stay && account) {
      offSignals(abort);
      console.log('\nThe account stays until Ctrl-C. To use it in another shell: . .rehearsal/env.sh');
      await new Promise<void>((resolve) => onSignals(() => resolve()));
    }
    return report.status === 'succeeded' ? 0 : 1;
  } finally {
    await end();
  }
}

/** Those that go on from a first release are one group, in their order; each other one begins anew. */
function groupsOf(scenarios: readonly Scenario[]): (readonly Scenario[])[] {
  const goesOn = (scenario: Scenario) => scenario === firstRelease || scenario.begins === 'released';
  const chain = scenarios.filter(goesOn);
  const others = scenarios.filter((scenario) => !goesOn(scenario)).map((scenario) => [scenario]);
  return chain.length > 0 ? [chain, ...others] : others;
}

function reportOf(
  runners: readonly ScenarioRunner[],
  started: number,
  scenarios: readonly Scenario[],
): Report {
  const order = scenarios.map(({ name }) => name);
  const reports = runners
    .flatMap((runner) => runner.reports)
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return {
    status: reports.some(({ status }) => status === 'failed') ? 'failed' : 'succeeded',
    seconds: secondsSince(started),
    scenarios: reports,
    access: runners.map((runner) => runner.access).reduce(sumOf, NO_CHECKS),
  };
}

type SignalHandler = (signal: keyof typeof SIGNALS) => void;

function onSignals(handler: SignalHandler): void {
  for (const signal of Object.keys(SIGNALS)) process.on(signal, handler);
}

function offSignals(handler: SignalHandler): void {
  for (const signal of Object.keys(SIGNALS)) process.off(signal, handler);
}
