import { table } from '../../../cli/shared/terminal/table';
import { STAGE_NAMES } from '../../../lib/config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { readStacks, StackState } from '../../observe/stacks';
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
  const { account } = props;
  const stacks = account ? await readStacks(account, account.root) : undefined;
  console.log(`\n${summaryOf({ ...props, stacks })}`);
}

/** The summary as text. @param props With all stacks of the account, if it is there */
export function summaryOf(
  props: SummaryProps & { readonly stacks?: ReadonlyMap<string, StackState> },
): string {
  const { report, stacks } = props;
  const namesOf = (wanted: ScenarioReport['status']) =>
    report.scenarios.filter(({ status }) => status === wanted).map(({ name }) => name);
  const [failed, skipped] = [namesOf('failed'), namesOf('skipped')];
  return [
    ...(stacks ? [...registries(stacks), ...permissions(report)] : []),
    times(report),
    ...(skipped.length > 0 ? [`${skipped.length} skipped: ${skipped.join(', ')}`] : []),
    outcome(failed, props),
  ].join('\n\n');
}

function outcome(failed: readonly string[], { isRejected, isUndecided }: SummaryProps): string {
  if (isUndecided) {
    const said = 'Nothing was decided. Release is unchanged.';
    // The one that was left so counts as failed, and is the last one.
    return failed.length > 1 ? `Failed: ${failed.slice(0, -1).join(', ')}\n\n${said}` : said;
  }
  if (failed.length > 0) return `Failed: ${failed.join(', ')}`;
  return isRejected ? 'Rejected. Release is unchanged.' : 'Everything ended as it should.';
}

/** A table for each registry of Amazon ECR, of which an account has one in each region. */
function registries(stacks: ReadonlyMap<string, StackState>): string[] {
  const repositories = [...stacks].flatMap(
    ([
      stack,
      {
        status,
        outputs: { ImageRepositoryUri: uri },
      },
    ]) => {
      if (!uri) return [];
      const [registry, ...names] = uri.split('/');
      return [{ registry, row: [stack, status, names.join('/')] }];
    },
  );
  return [...new Set(repositories.map(({ registry }) => registry))].map((wanted) => {
    const rows = repositories.filter(({ registry }) => registry === wanted).map(({ row }) => row);
    return `Registry ${wanted}\n${table(['Stack', 'Status', 'Repository'], rows)}`;
  });
}

function permissions({ access: { asked, wrong, observed } }: Report): string[] {
  if (!observed) return [];
  const rows = STAGE_NAMES.map((stageName) => [
    stageName,
    ...IDENTITIES.map((identity) =>
      LEVELS.map((level) => (observed[stageName][identity].includes(level) ? level[0] : '·')).join(' '),
    ),
  ]);
  return [
    `Permissions (A Authorize, R Read, W Write, M Metadata)\n${table(['Stage', ...IDENTITIES], rows)}\n${describeChecks(asked, wrong)}`,
  ];
}

function times({ scenarios, seconds }: Report): string {
  const rows = scenarios.length > DETAILED ? scenarios.map(inOneLine) : scenarios.flatMap(inDetail);
  return table(['Scenario', 'Step', 'Status', 'Seconds'], [...rows, ['', 'All', '', seconds.toFixed(1)]]);
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
