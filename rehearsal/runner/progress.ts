import * as fs from 'node:fs';
import { Listr, PRESET_TIMER } from 'listr2';
import { cut } from './report/one-line';

/** What a title that changes leaves to the spinner, and to the margin that listr2 keeps. */
const SPINNER_COLUMNS = 4;
const SHOW_CURSOR = '\u001b[?25h';

/** What one step of a scenario took. */
export interface StepReport {
  readonly title: string;
  readonly status: 'succeeded' | 'failed';
  readonly seconds: number;
}

/** Lets a step say what it is doing: a line that stays, or what is under way just now. */
export interface StepDisplay {
  line(text: string): void;
  now(text: string): void;

  /** Whether what is under way just now is shown at all. */
  readonly isAlive: boolean;
}

/** Shows steps as they go: alive in a terminal, as plain lines elsewhere. */
export class Progress {
  /** Name of the scenario whose steps are shown. */
  scenario = '';

  private steps: StepReport[] = [];

  /** @param isAccompanied Whether others show steps at the same time: then each line names its scenario */
  constructor(private readonly isAccompanied: boolean) {}

  /** The steps that ended since they were last taken. */
  take(): StepReport[] {
    const taken = this.steps;
    this.steps = [];
    return taken;
  }

  /** Runs one step and shows how it goes; what it throws is thrown on. */
  async step<T>(title: string, work: (display: StepDisplay) => Promise<T>): Promise<T> {
    const started = performance.now();
    const prefix = this.isAccompanied ? `${this.scenario}: ` : '';
    const isAlive = process.stdout.isTTY && !this.isAccompanied;
    let status: StepReport['status'] = 'failed';
    let failure: unknown;
    const task = new Listr<{ result?: T }>(
      [
        {
          title: prefix + title,
          task: async (context, handle) => {
            const result = work({
              line: (text) => (handle.output = prefix + text),
              now: (text) => {
                // A title that changes is an animation; without a terminal it would be a line each time.
                if (isAlive) handle.title = fit(text ? `${title}: ${text}` : title);
              },
              isAlive,
            });
            context.result = await result.catch((error: unknown) => {
              failure = error;
              // What went wrong is long, and is shown once, below; here a word is enough.
              throw new Error('see below');
            });
            handle.title = prefix + title;
          },
          rendererOptions: { outputBar: Infinity, persistentOutput: true },
        },
      ],
      {
        registerSignalListeners: false,
        fallbackRendererCondition: () => !isAlive,
        rendererOptions: { timer: PRESET_TIMER, collapseErrors: false, showErrorMessage: false },
        fallbackRenderer: 'simple',
        fallbackRendererOptions: { timer: PRESET_TIMER },
      },
    );
    try {
      const { result } = await task.run({});
      status = 'succeeded';
      return result as T;
    } catch (error) {
      throw failure ?? error;
    } finally {
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      this.steps.push({ title, status, seconds });
    }
  }
}

/** On one line of the terminal. */
function fit(title: string): string {
  return cut(title, process.stdout.columns - SPINNER_COLUMNS);
}

/**
 * Shows the cursor again when this process ends within a step, which has hidden it.
 *
 * Past `process.stdout`, as a step holds back what is written there.
 */
export function restoreCursorAtExit(): void {
  if (process.stdout.isTTY) process.once('exit', () => fs.writeSync(process.stdout.fd, SHOW_CURSOR));
}
