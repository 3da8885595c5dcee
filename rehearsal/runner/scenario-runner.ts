import { LocalAccount } from '../../emulators/account/local-account';
import { describeNpmSettings, npmSettings } from '../../emulators/codepipeline';
import { withHint } from '../failures/hint';
import { firstRelease } from '../scenarios/releases/first-release';
import { Scenario } from '../scenarios/scenario';
import { leaveOutChecks } from '../source/checks';
import { Approve, UndecidedError } from './approve';
import { LocalServices } from './services/local-services';
import { installCommand, mayNotSkip, missingPrograms } from './machine/programs';
import { Progress } from './progress';
import { Rehearsal } from './rehearsal';
import { RehearsalDirectory } from './directory/rehearsal-directory';
import { AccessReport, NO_CHECKS, ScenarioReport, sumOf } from './report/report';

export interface ScenarioRunnerOptions {
  readonly approve: Approve;

  /** Where everything is written. */
  readonly directory: RehearsalDirectory;

  /** Whether others run at the same time, so that each line has to say which scenario it is about. */
  readonly isAccompanied: boolean;

  /** Port of the account. @default - a free one */
  readonly port?: number;
}

/** Rehearses scenarios one after the other, in one account where the next one can go on from the last. */
export class ScenarioRunner {
  readonly reports: ScenarioReport[] = [];
  access: AccessReport = NO_CHECKS;

  /** Whether the user has rejected a release, or was asked and has not answered. */
  isRejected = false;
  isUndecided = false;

  private readonly progress: Progress;
  private mayBegin = true;
  private hasRecords = false;
  private services?: LocalServices;
  private rehearsal?: Rehearsal;

  /** Whether the account has gone through a first release, and whether pushes still check everything. */
  private isReleased = false;
  private areChecksLeftOut = false;

  constructor(private readonly options: ScenarioRunnerOptions) {
    this.progress = new Progress(options.isAccompanied);
  }

  /** The account of the last scenario, if it succeeded, or waits for an approval. */
  get account(): LocalAccount | undefined {
    return this.rehearsal?.account;
  }

  async run(scenarios: readonly Scenario[]): Promise<void> {
    for (const scenario of scenarios) {
      if (this.mayBegin) this.reports.push(await this.rehearse(scenario));
    }
  }

  /** Lets no other scenario begin. */
  beginNoMore(): void {
    this.mayBegin = false;
  }

  private async rehearse(scenario: Scenario): Promise<ScenarioReport> {
    console.log(`\n${scenario.name}: ${scenario.summary}`);
    const started = performance.now();
    this.progress.scenario = scenario.name;
    const missing = missingPrograms(scenario.programs);
    if (missing.length > 0) return leaveOut(scenario, missing);
    let error: Error | undefined;
    try {
      await scenario.run(await this.prepare(scenario));
      if (scenario === firstRelease) this.isReleased = true;
    } catch (thrown) {
      error = thrown as Error;
      if (this.mayBegin) console.error(`\n${scenario.name}: ${withHint(error.message)}\n`);
    }
    const executions = this.rehearsal?.releasesFollowed.take() ?? [];
    if (this.rehearsal) this.access = sumOf(this.access, this.rehearsal.permissions.take());
    this.isRejected ||= this.rehearsal?.isRejected ?? false;
    if (error instanceof UndecidedError) {
      // What waits can still be answered in the account; whoever is not there to answer is not asked again.
      this.isUndecided = true;
      this.beginNoMore();
    } else if (error) {
      // The next scenario must not go on from what a failed one leaves behind.
      await this.end();
    }
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
    const { progress, options } = this;
    const { directory } = options;
    this.services = await progress.step('A local AWS account', async (display) => {
      const settings = describeNpmSettings(await npmSettings());
      if (settings.length > 0)
        display.line(`npm ci in a build reaches npm's registry by ${settings.join(', ')}`);
      return LocalServices.start({ directory, record, keepsRecords: this.hasRecords, port: options.port });
    });
    this.hasRecords = true;
    this.rehearsal = new Rehearsal(this.services, progress, options.approve);
    return this.rehearsal;
  }

  /** Without the checks, which the scenario of the first release is about; those that go on from it are not. */
  private async afterFirstRelease(rehearsal: Rehearsal): Promise<void> {
    if (!this.areChecksLeftOut) {
      await leaveOutChecks(rehearsal.workTree);
      await rehearsal.source.commit('Leave out the checks');
    }
    this.areChecksLeftOut = true;
    if (!this.isReleased) await firstRelease.run(rehearsal);
    this.isReleased = true;
  }

  /** Ends the account, with everything that was started for it. */
  async end(): Promise<void> {
    const { services } = this;
    this.services = this.rehearsal = undefined;
    this.isReleased = this.areChecksLeftOut = false;
    await services?.stop();
  }
}

/** A scenario whose programs are missing: skipped, or failed where nothing may be skipped. */
function leaveOut({ name }: Scenario, missing: readonly string[]): ScenarioReport {
  const status = mayNotSkip() ? 'failed' : 'skipped';
  const error = `${status}: there is no ${missing.join(', no ')}; ${installCommand(missing)}`;
  console.log(`${name} ${error}`);
  return { name, status, seconds: 0, error, steps: [], executions: [] };
}

export function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
