import distribution from '../../../distribution.config';
import { COLUMNS } from '../../../cli/shared/terminal/table';
import { STAGE_NAMES } from '../../../lib/config';
import { registryStack, repositoryName } from '../../../lib/names';
import { StackState } from '../../../rehearsal/observe/stacks';
import { Report, ScenarioReport } from '../../../rehearsal/runner/report/report';
import { summaryOf } from '../../../rehearsal/runner/report/summary';
import { stayMessage } from '../../../rehearsal/runner/report/stay';
import { SCENARIOS } from '../../../rehearsal/scenarios';

const REGISTRY = '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com';

const stacks = new Map<string, StackState>(
  distribution.images.flatMap((image) =>
    STAGE_NAMES.map((stage) => {
      const ImageRepositoryUri = `${REGISTRY}/${repositoryName(distribution.name, image, stage)}`;
      const state = { status: 'UPDATE_COMPLETE', updated: '', outputs: { ImageRepositoryUri } };
      return [registryStack(image.name, stage), state] as const;
    }),
  ),
);

/** What a rehearsal of a scenario with a deployment of each stack may have to tell. */
function scenario(name: string): ScenarioReport {
  const steps = [
    "Approved by a member of the approvers' group",
    'An operator with policies/deployment.json, and nothing else',
  ];
  const actions = [...stacks.keys(), 'GitHubIdentityProvider'].map((stack) => `${stack}.Deploy`);
  return {
    name,
    status: 'succeeded',
    seconds: 12.3,
    steps: steps.map((title) => ({ title, status: 'succeeded', seconds: 1.2 })),
    executions: [
      {
        id: '',
        status: 'Succeeded',
        stages: STAGE_NAMES.map((stage) => ({
          name: stage,
          status: 'Succeeded',
          seconds: 1,
          actions: actions.map((action) => ({ name: action, status: 'Succeeded', seconds: 1234.5 })),
        })),
      },
    ],
  };
}

function report(...names: string[]): Report {
  const everything = { Developers: ['Read'], EndUsers: ['Read', 'Write'], GitHub: [] } as const;
  const observed = { Development: everything, Master: everything, Release: everything };
  return {
    status: 'succeeded',
    seconds: 1234.5,
    scenarios: names.map(scenario),
    access: { asked: 3036, wrong: 0, observed },
  };
}

const NAMES = SCENARIOS.map(({ name }) => name);
const LONGEST = NAMES.toSorted((a, b) => b.length - a.length).slice(0, 3);

test.each([
  ['of the scenarios with the longest names', LONGEST],
  ['of all scenarios', NAMES],
])('the summary %s fits a terminal', (_, names) => {
  const summary = summaryOf({ report: report(...names), isRejected: false, isUndecided: false, stacks });
  for (const line of summary.split('\n')) expect([line.length <= COLUMNS, line]).toEqual([true, line]);
  expect(summary).toContain(`Registry ${REGISTRY}\nStack `);
  expect(summary).toContain('Permissions (A Authorize, R Read, W Write, M Metadata)\nStage ');
  expect(summary).toMatch(/^Development +· R · · +· R W · +· · · ·$/m);
});

test.each([
  [{ isRejected: false, isUndecided: false }, 'Everything ended as it should.'],
  [{ isRejected: true, isUndecided: false }, 'Rejected. Release is unchanged.'],
  [{ isRejected: false, isUndecided: true }, 'Nothing was decided. Release is unchanged.'],
])('the last line after %j is %j', (decision, line) => {
  const skipped: ScenarioReport = { ...scenario('another'), status: 'skipped' };
  const one = report('first-release');
  const summary = summaryOf({
    report: { ...one, scenarios: [...one.scenarios, skipped] },
    ...decision,
    stacks,
  });
  expect(summary.split('\n').at(-1)).toBe(line);
  expect(summary).toContain('1 skipped: another');
});

test('a failure is the last line, whatever was decided', () => {
  const failed: ScenarioReport = { ...scenario('first-release'), status: 'failed' };
  const summary = summaryOf({
    report: { ...report(), scenarios: [failed] },
    isRejected: true,
    isUndecided: false,
  });
  expect(summary.split('\n').at(-1)).toBe('Failed: first-release');
});

test('what failed before nothing was decided is told as well', () => {
  const scenarios = ['first-release', 'new-image'].map((name): ScenarioReport => ({
    ...scenario(name),
    status: 'failed',
  }));
  const summary = summaryOf({ report: { ...report(), scenarios }, isRejected: false, isUndecided: true });
  expect(summary.split('\n').slice(-3)).toEqual([
    'Failed: first-release',
    '',
    'Nothing was decided. Release is unchanged.',
  ]);
});

test('what is said while the account stays fits a terminal, and has a command for an approval', () => {
  const message = stayMessage(distribution);
  for (const line of message.split('\n')) expect([line.length <= COLUMNS, line]).toEqual([true, line]);
  expect(message).toContain(`--pipeline-name ${distribution.name} \\\n`);
});
