import * as path from 'node:path';
import { table } from '../../cli/shared/terminal/table';
import { median, seconds } from '../shared/measure';
import { commitId, inClone } from './clone';

const ROOT = path.resolve(__dirname, '../..');

/** Its `npm ci` is the unit, so that figures of different machines can be compared. */
const UNIT_COMMIT = 'b4e7ef5';

const INSTALL = 'npm ci';

/** What is timed by the names on the command line: one after the other in one fresh clone of what is committed. */
export const COMMANDS = {
  unit: [],
  start: ['npm ci && npm start', 'npm start'],
  test: ['npm ci && npm test'],
  gate: ['.ci/run'],
} as const satisfies Record<string, readonly string[]>;

export type CommandName = keyof typeof COMMANDS;

/** The seconds that a command took, one for each round. */
export interface Timed {
  readonly command: string;
  readonly times: number[];
}

/**
 * Times commands as a user runs them, against a warm `npm ci` of one old commit.
 *
 * All take turns, so that whatever else the machine does falls on each of them. npm's cache is filled before;
 * whatever else a command downloads, it downloads anew in each clone.
 */
export function benchCommands(names: readonly CommandName[], rounds: number): void {
  const [unitCommit, head] = [commitId(ROOT, UNIT_COMMIT), commitId(ROOT, 'HEAD')];
  const unit: Timed = { command: `${INSTALL} of ${UNIT_COMMIT}`, times: [] };
  const series = names
    .map((name) => COMMANDS[name].map((command): Timed => ({ command, times: [] })))
    .filter((timed) => timed.length > 0);

  for (const commit of [unitCommit, ...(series.length > 0 ? [head] : [])]) {
    inClone(ROOT, commit, (clone) => seconds(INSTALL, clone));
  }
  for (let round = 1; round <= rounds; round++) {
    inClone(ROOT, unitCommit, (clone) => time(unit, INSTALL, clone, round));
    for (const timed of series) {
      inClone(ROOT, head, (clone) => timed.forEach((one) => time(one, one.command, clone, round)));
    }
  }
  console.log(`\nCommit ${head.slice(0, 7)}, median of ${rounds} rounds\n`);
  console.log(commandTable(unit, series.flat()));
}

/** The median of each command in seconds and in units. */
export function commandTable(unit: Timed, commands: readonly Timed[]): string {
  return table(
    ['command', 'seconds', 'fastest', 'slowest', 'units'],
    [unit, ...commands].map(({ command, times }) => [
      `\`${command}\``,
      ...[median(times), Math.min(...times), Math.max(...times)].map((value) => value.toFixed(1)),
      (median(times) / median(unit.times)).toFixed(2),
    ]),
    'markdown',
  );
}

function time({ command, times }: Timed, run: string, clone: string, round: number): void {
  const taken = seconds(run, clone);
  times.push(taken);
  console.log(`round ${round}: ${command}: ${taken.toFixed(1)} s`);
}
