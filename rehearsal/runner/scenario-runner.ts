import { withAdvice } from '../failures/hint';
import { Approve } from './approve';
import { leaveOutChecks } from '../source/checks';
import { Progress } from './progress';
import { Rehearsal } from './rehearsal';
import { ReleaseRehearsal } from '../actors/release-rehearsal';
import { AccessReport, NOTHING_ASKED, Report, ScenarioReport, writeReport } from './report';
import { missingPrograms } from './missing-programs';
import { killCommands } from './run-command';
import { firstRelease } from '../scenarios/releases/first-release';
import { Scenario } from '../scenarios/scenario';
import { showSummary } from './summary';

/** Signals that end a rehearsal, with the exit codes that a shell gives them. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface ScenarioRunnerOptions {
  readonly approve: Approve;

  /** Whether the account stays, after the last scenario, until a signal ends it. */
  readonly stay: boolean;

  /** Port of the account. @default - a free one */
  readonly port?: number;
}

/** Rehearses scenarios one after the other, in one account where the next one can go on from the last. */
export class ScenarioRunner {
  private readonly reports: ScenarioReport[] = [];
  private access: AccessReport = NOTHING_ASKED;
  private release?: ReleaseRehearsal;

  /** Whether the account has gone through a first release, and whether pushes still check everything. */
  private isReleased = false;
  private areChecksLeftOut = false;

  constructor(private readonly options: ScenarioRunnerOptions) {}

  /** @returns the exit code: 0 only if each scenario ended as it should */
  async run(scenarios: readonly Scenario[]): Promise<number> {
    const started = performance.now();
    const abort = (signal: keyof typeof SIGNALS) => {
      killCommands();
      void this.end().finally(() => process.exit(SIGNALS[signal]));
    };
    onSignals(abort);
    try {
      for (const scenario of scenarios) this.reports.push(await this.rehearse(scenario));
      const status = this.reports.some((report) => report.status === 'failed') ? 'failed' : 'succeeded';
      const report: Report = {
        status,
        seconds: secondsSince(started),
        scenarios: this.reports,
        access: this.access,
      };
      await writeReport(report);
      await showSummary(report, this.release);
      if (this.options.stay && this.release) {
        offSignals(abort);
        console.log('\nThe account stays until Ctrl-C. To use it in another shell: . .rehearsal/env.sh');
        await new Promise<void>((resolve) => onSignals(() => resolve()));
      }
      return status === 'succeeded' ? 0 : 1;
    } finally {
      await this.end();
    }
  }

  private async rehearse(scenario: Scenario): Promise<ScenarioReport> {
    console.log(`\n${scenario.name}: ${scenario.summary}`);
    const started = performance.now();
    const missing = await missingPrograms(scenario.programs);
    if (missing.length > 0) return skip(scenario, missing);
    const progress = new Progress();
    let error: Error | undefined;
    try {
      await scenario.run(await this.prepare(scenario, progress));
      if (scenario === firstRelease) this.isReleased = true;
    } catch (thrown) {
      error = thrown as Error;
      console.error(`\n${withAdvice(error.message)}\n`);
    }
    const executions = this.release?.takeExecutions() ?? [];
    this.add(this.release?.takeAccess());
    // What a failed scenario leaves behind is no ground for the next one to stand on.
    if (error) await this.end();
    return {
      name: scenario.name,
      status: error ? 'failed' : 'succeeded',
      seconds: secondsSince(started),
      error: error?.message,
      steps: progress.steps,
      executions,
    };
  }

  /** An account in the state in which the scenario begins. */
  private async prepare(scenario: Scenario, progress: Progress): Promise<ReleaseRehearsal> {
    if (scenario.begins === 'empty' || !this.isReleased) await this.end();
    const release = this.release?.shownBy(progress) ?? (await this.begin(scenario.name, progress));
    if (scenario.begins === 'released') await this.afterFirstRelease(release);
    return release;
  }

  private async begin(record: string, progress: Progress): Promise<ReleaseRehearsal> {
    const options = { record, keepsRecords: this.reports.length > 0, port: this.options.port };
    const rehearsal = await progress.step('A local AWS account', () => Rehearsal.start(options));
    this.release = new ReleaseRehearsal(rehearsal, progress, this.options.approve);
    return this.release;
  }

  private async afterFirstRelease(release: ReleaseRehearsal): Promise<void> {
    if (!this.isReleased) await firstRelease.run(release);
    this.isReleased = true;
    if (!this.areChecksLeftOut) {
      await leaveOutChecks(release.source);
      await release.source.commit('Leave the checks to the first release');
    }
    this.areChecksLeftOut = true;
  }

  private add(access: AccessReport | undefined): void {
    const { asked, wrong, observed } = this.access;
    this.access = {
      asked: asked + (access?.asked ?? 0),
      wrong: wrong + (access?.wrong ?? 0),
      observed: access?.observed ?? observed,
    };
  }

  private async end(): Promise<void> {
    const release = this.release;
    this.release = undefined;
    this.isReleased = this.areChecksLeftOut = false;
    await release?.rehearsal.stop();
  }
}

function skip({ name }: Scenario, missing: readonly string[]): ScenarioReport {
  const error = `skipped: this machine has no ${missing.join(', ')}, expected them installed: see the README`;
  console.log(error);
  return { name, status: 'skipped', seconds: 0, error, steps: [], executions: [] };
}

type SignalHandler = (signal: keyof typeof SIGNALS) => void;

function onSignals(handler: SignalHandler): void {
  for (const signal of Object.keys(SIGNALS)) process.on(signal, handler);
}

function offSignals(handler: SignalHandler): void {
  for (const signal of Object.keys(SIGNALS)) process.off(signal, handler);
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
