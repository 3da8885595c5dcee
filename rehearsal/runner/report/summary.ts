import { table } from '../../../cli/shared/table';
import { STAGE_NAMES } from '../../../lib/config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { readStacks } from '../../observe/stacks';
import { describeChecks } from '../../permissions/permission-check';
import { IDENTITIES, LEVELS } from '../../permissions/trial-checks';
import { Report, ScenarioReport } from './report';

/** So many scenarios are shown with each of their steps; the report has the steps of all. */
const DETAILED = 3;

export interface SummaryProps {
  readonly report: Report;

  /** Whether the user rejected the release, which is then left as it was. */
  readonly isRejected: boolean;

  /** Whether the user was asked and has not answered. */
  readonly isUndecided: boolean;

  /** What the last scenario ended with. @default - it failed, and its account is gone */
  readonly account?: LocalAccount;
}

/** Shows what stands where, what the permissions are, and how long each step took. */
export async function showSummary(props: SummaryProps): Promise<void> {
  const { report, account } = props;
  if (account) {
    await showRegistries(account);
    showPermissions(report);
  }
  showTimes(report);
  const namesOf = (wanted: ScenarioReport['status']) =>
    report.scenarios.filter(({ status }) => status === wanted).map(({ name }) => name);
  const [failed, skipped] = [namesOf('failed'), namesOf('skipped')];
  if (skipped.length > 0) console.log(`\n${skipped.length} skipped: ${skipped.join(', ')}`);
  console.log(`\n${outcome(failed, props)}`);
}

function outcome(failed: readonly string[], { isRejected, isUndecided }: SummaryProps): string {
  if (isUndecided) return 'Nothing was decided: the release waits for its approval. Release is unchanged.';
  if (failed.length > 0) return `Failed: ${failed.join(', ')}`;
  return isRejected ? 'Rejected. Release is unchanged.' : 'Everything ended as it should.';
}

async function showRegistries(account: LocalAccount): Promise<void> {
  const rows = [...(await readStacks(account, account.root))].flatMap(([name, { status, outputs }]) =>
    outputs.ImageRepositoryUri ? [[name, status, outputs.ImageRepositoryUri]] : [],
  );
  if (rows.length > 0) showTable(['Stack', 'Status', 'Registry'], rows);
}

function showPermissions({ access }: Report): void {
  const { observed } = access;
  if (!observed) return;
  const rows = STAGE_NAMES.map((stageName) => [
    stageName,
    ...IDENTITIES.map((identity) =>
      LEVELS.map((level) => (observed[stageName][identity].includes(level) ? level[0] : '·')).join(' '),
    ),
  ]);
  showTable(['Permissions (A Authorize, R Read, W Write, M Metadata)', ...IDENTITIES], rows);
  console.log(describeChecks(access.asked, access.wrong));
}

function showTimes({ scenarios, seconds }: Report): void {
  const rows = scenarios.length > DETAILED ? scenarios.map(inOneLine) : scenarios.flatMap(inDetail);
  showTable(['Scenario', 'Step', 'Status', 'Seconds'], [...rows, ['', 'All', '', seconds.toFixed(1)]]);
}

function inOneLine({ name, steps, status, seconds }: ScenarioReport): string[] {
  return [name, `${steps.length} steps`, status, seconds.toFixed(1)];
}

function inDetail({ name, status, steps, executions }: ScenarioReport): string[][] {
  if (status === 'skipped') return [[name, '', status, '']];
  return [
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
  ];
}

function showTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(`\n${table(head, rows)}`);
}
