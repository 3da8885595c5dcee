import { withHint } from '../failures/hint';
import { firstRelease } from '../scenarios/releases/first-release';
import { Scenario } from '../scenarios/scenario';
import { leaveOutChecks } from '../source/checks';
import { Approve } from './approve';
import { LocalServices } from './local-services';
import { missingPrograms } from './missing-programs';
import { Progress } from './progress';
import { Rehearsal } from './rehearsal';
import { RehearsalDirectory } from './rehearsal-directory';
import { AccessReport, NO_CHECKS, Report, ScenarioReport, writeReport } from './report/report';
import { showSummary } from './report/summary';
import { killCommands } from './run-command';
import { DIRECTORY } from './paths';

/** Signals that end a rehearsal, with the exit codes that a shell gives them. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface ScenarioRunnerOptions {
  readonly approve: Approve;

  /** Whether the account stays, after the last scenario, until a signal ends it. */
  readonly stay: boolean;

  /** Port of the account. @default - a free one */
  readonly port?: number;

  /** Where everything is written. @default - `.rehearsal/` of the checkout */
  readonly directory?: RehearsalDirectory;
}

/** Rehearses scenarios one after the other, in one account where the next one can go on from the last. */
export class ScenarioRunner {
  private readonly directory: RehearsalDirectory;
  private readonly progress = new Progress();
  private readonly reports: ScenarioReport[] = [];
  private access: AccessReport = NO_CHECKS;
  private services?: LocalServices;
  private rehearsal?: Rehearsal;

  /** Whether the user has rejected a release. */
  private isRejected = false;

  /** Whether the account has gone through a first release, and whether pushes still check everything. */
  private isReleased = false;
  private areChecksLeftOut = false;

  constructor(private readonly options: ScenarioRunnerOptions) {
    this.directory = options.directory ?? new RehearsalDirectory(DIRECTORY);
  }

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
      await writeReport(this.directory, report);
      await showSummary({ report, isRejected: this.isRejected, account: this.rehearsal?.account });
      if (this.options.stay && this.rehearsal) {
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
    let error: Error | undefined;
    try {
      await scenario.run(await this.prepare(scenario));
      if (scenario === firstRelease) this.isReleased = true;
    } catch (thrown) {
      error = thrown as Error;
      console.error(`\n${withHint(error.message)}\n`);
    }
    const executions = this.rehearsal?.releasesFollowed.take() ?? [];
    this.add(this.rehearsal?.permissions.take());
    // The next scenario must not go on from what a failed one leaves behind.
    if (error) await this.end();
    return {
      name: scenario.name,
      status: error ? 'failed' : 'succeeded',
      seconds: secondsSince(started),
      error: error?.message,
      steps: this.progress.take(),
      executions,
    };
  }

  /** An account in the state in which the scenario begins. */
  private async prepare(scenario: Scenario): Promise<Rehearsal> {
    if (scenario.begins === 'empty' || !this.isReleased) await this.end();
    const rehearsal = this.rehearsal ?? (await this.begin(scenario.name));
    if (scenario.begins === 'released') await this.afterFirstRelease(rehearsal);
    return rehearsal;
  }

  private async begin(record: string): Promise<Rehearsal> {
    const { directory, progress, options } = this;
    this.services = await progress.step('A local AWS account', () =>
      LocalServices.start({ directory, record, keepsRecords: this.reports.length > 0, port: options.port }),
    );
    this.rehearsal = new Rehearsal(this.services, progress, async (approval) => {
      const decision = await options.approve(approval);
      this.isRejected ||= decision === 'Rejected';
      return decision;
    });
    return this.rehearsal;
  }

  private async afterFirstRelease(rehearsal: Rehearsal): Promise<void> {
    if (!this.isReleased) await firstRelease.run(rehearsal);
    this.isReleased = true;
    if (!this.areChecksLeftOut) {
      await leaveOutChecks(rehearsal.workTree);
      await rehearsal.source.commit('Leave the checks to the first release');
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
    const { services } = this;
    this.services = this.rehearsal = undefined;
    this.isReleased = this.areChecksLeftOut = false;
    await services?.stop();
  }
}

function skip({ name }: Scenario, missing: readonly string[]): ScenarioReport {
  const error = `skipped: ${missing.join(', ')} is not installed: install it, as the README says`;
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
