import distribution from '../distribution.config';
import { ACCESS, Identity, Level } from '../lib/access';
import { STAGE_NAMES } from '../lib/config';
import { ReleaseRehearsal } from './release-rehearsal';
import { Report } from './report';

const LEVELS: readonly Level[] = ['Authorize', 'Read', 'Write', 'Metadata'];
const IDENTITIES: readonly Identity[] = ['Developers', 'EndUsers', 'GitHub'];

/** Shows what stands where, what the permissions are, and how long each step took. */
export async function showSummary(report: Report, release: ReleaseRehearsal | undefined): Promise<void> {
  if (release) {
    await showRegistries(release);
    showPermissions(report);
  }
  showTimes(report);
  const failed = report.scenarios.filter(({ status }) => status === 'failed').map(({ name }) => name);
  console.log(
    failed.length > 0 ? `\nNot as it should be: ${failed.join(', ')}` : `\nEverything ended as it should.`,
  );
}

async function showRegistries(release: ReleaseRehearsal): Promise<void> {
  const stacks = [...(await release.stacks())].filter(([name]) => name !== 'PipelineStack');
  const rows = stacks.map(([name, { status, outputs }]) => [name, status, outputs.ImageRepositoryUri ?? '']);
  showTable(['Stack', 'Status', 'Registry'], rows);
}

function showPermissions({ access }: Report): void {
  if (access.asked === 0) return;
  const rows = STAGE_NAMES.map((stageName) => [
    stageName,
    ...IDENTITIES.map((identity) => {
      const held = ACCESS[stageName][identity];
      return LEVELS.map((level) => (held.includes(level) ? level[0] : '·')).join(' ');
    }),
  ]);
  showTable(['Authorize Read Write Metadata', ...IDENTITIES], rows);
  console.log(
    `${access.asked} decisions asked of the account for ${distribution.images.length} image(s), ${access.wrong} not as in this table`,
  );
}

function showTimes({ scenarios, seconds }: Report): void {
  const rows = scenarios.flatMap(({ name, steps, executions }) => [
    ...steps.map((step) => [name, step.title, step.status, step.seconds.toFixed(1)]),
    ...executions.flatMap(({ stages }) =>
      stages.flatMap((stage) =>
        stage.actions.map((action) => [
          name,
          `  ${stage.name} › ${action.name}`,
          action.status,
          action.seconds.toFixed(1),
        ]),
      ),
    ),
  ]);
  showTable(['Scenario', 'Step', 'Status', 'Seconds'], [...rows, ['', 'All', '', seconds.toFixed(1)]]);
}

function showTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  console.log(
    `\n${[line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')}`,
  );
}
