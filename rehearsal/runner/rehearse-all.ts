import distribution from '../../distribution.config';
import { Scenario } from '../scenarios/scenario';
import { Approve } from './approve';
import { DIRECTORY } from './directory/paths';
import { RehearsalDirectory } from './directory/rehearsal-directory';
import { removeSides, sideName } from './directory/sides';
import { groupsOf } from './groups';
import { NO_CHECKS, Report, sumOf, writeReport } from './report/report';
import { stayMessage } from './report/stay';
import { showSummary } from './report/summary';
import { killCommands } from './run-command';
import { restoreCursorAtExit } from './progress';
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

  /** Where everything is written. @default - `.rehearsal/` of the checkout */
  readonly directory?: string;
}

/**
 * Rehearses scenarios, reports them and shows a summary.
 *
 * @returns the exit code: 0 only if each scenario ended as it should
 */
export async function rehearseAll(
  scenarios: readonly Scenario[],
  { approve, stay, port, jobs = 1, directory = DIRECTORY }: RehearseOptions,
): Promise<number> {
  const started = performance.now();
  const waiting = jobs === 1 ? [scenarios] : groupsOf(scenarios);
  await removeSides(directory);
  const runners = Array.from({ length: Math.min(jobs, waiting.length) }, (_, index) => {
    const own = new RehearsalDirectory(directory, index === 0 ? '' : sideName(index + 1));
    return new ScenarioRunner({ approve, directory: own, isAccompanied: waiting.length > 1, port });
  });
  const end = () => Promise.all(runners.map((runner) => runner.end()));
  const beginNoMore = () => {
    waiting.length = 0;
    for (const runner of runners) runner.beginNoMore();
  };
  const abort = (signal: keyof typeof SIGNALS) => {
    beginNoMore();
    killCommands();
    void end().finally(() => process.exit(SIGNALS[signal]));
  };
  onSignals(abort);
  restoreCursorAtExit();
  try {
    await allOf(
      runners.map(async (runner) => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await runner.run(next);
      }),
      beginNoMore,
    );
    const report = reportOf(runners, started, scenarios);
    await writeReport(new RehearsalDirectory(directory), report);
    const isRejected = runners.some((runner) => runner.isRejected);
    const isUndecided = runners.some((runner) => runner.isUndecided);
    const [{ account }] = runners;
    await showSummary({ report, isRejected, isUndecided, account });
    if (stay && account) {
      offSignals(abort);
      console.log(stayMessage(distribution));
      await new Promise<void>((resolve) => onSignals(() => resolve()));
    }
    return report.status === 'succeeded' ? 0 : 1;
  } finally {
    await end();
  }
}

/** Waits for all, also after one has failed; @throws what the first one that failed has thrown */
async function allOf(runs: readonly Promise<void>[], onFailure: () => void): Promise<void> {
  for (const run of runs) run.catch(onFailure);
  const outcomes = await Promise.allSettled(runs);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
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
