import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { JobRecord, WorkflowRun } from '../../rehearsal/github-actions/workflows/workflow-run';
import { removeRules, trustAllRepositories } from '../../rehearsal/source/hostile-changes';
import { WorkTree } from '../../rehearsal/source/work-tree';
import { DistributionOnGitHub } from './distribution-on-github';

// Each job is a process of its own that synthesises, and other tests run beside these.
jest.setTimeout(300_000);

/** `npm run verify` and the linters, which are tested by running them. */
const CHECKED: Record<string, JobRecord> = { checks: { result: 'success', outputs: {}, summary: '' } };

let github: DistributionOnGitHub;
beforeAll(async () => {
  github = await DistributionOnGitHub.create(async (tree) => {
    await tree.replace('package-lock.json', '"name": "slipway"', '"name": "base"');
  });
});
afterAll(() => github.remove());

/** Which of all that it installs comes from where. */
async function widenTrust(tree: WorkTree): Promise<void> {
  await removeRules(tree);
  await trustAllRepositories(tree);
  await tree.replace('package-lock.json', '"name": "base"', '"name": "change"');
}

describe('the review of a change that widens the trust in GitHub', () => {
  let run: WorkflowRun;
  beforeAll(async () => {
    run = await github.pullRequest(async (tree) => {
      await widenTrust(tree);
      // Whatever it says of itself.
      await tree.replace('package.json', /"review": ".*"/, `"review": "echo 'Nothing changes.'"`);
    }, CHECKED);
  });

  test('succeeds, since it is for people to decide', () => {
    expect(Object.entries(run.jobs).flatMap(([, { error }]) => error ?? [])).toEqual([]);
    expect(run.conclusion).toBe('success');
  });

  test('says so on its first line, and first what it is', () => {
    const [first, ...lines] = run.jobs.review.summary.split('\n');
    expect(first).toMatch(/^Changes: \d+ widened/);
    expect(lines.find((line) => line.startsWith('- '))).toMatch(
      /^- \*\*Release\*\*: .*repo\\:\\\*.*push role/,
    );
  });

  test('names both commits, and whose code made the templates', () => {
    expect(run.jobs.review.summary).toMatch(
      /What merging makes of `[0-9a-f]{12}`, as .* `[0-9a-f]{12}` has it/,
    );
    expect(run.jobs.review.summary).toContain("made by the change's own code");
  });

  test('installs the change by its own lockfile, and what judges it by that of the base', async () => {
    expect(await github.installsOf('templates')).toEqual([{ name: 'change', args: ['--omit=dev'] }]);
    expect(await github.installsOf('review')).toEqual([{ name: 'base', args: [] }]);
  });
});

test('the review of a change that makes no templates fails, in place of being skipped', async () => {
  const { jobs } = await github.pullRequest(() => Promise.resolve(), {
    ...CHECKED,
    templates: { result: 'failure', outputs: {}, summary: '' },
  });
  expect(jobs.review.result).toBe('failure');
  expect(jobs.review.summary).toMatch(/^\*\*Not reviewed\*\*/);
});

describe('the templates of a hostile change', () => {
  /** Texts that would be a command to the runner, or markup in the summary. */
  const TEXT =
    '::add-mask::Release\n##[add-mask]Release <!-- <details> ![x](https://evil.example/x) https://evil.example @your-org/platform :tada: \u001b[2J\u202e';

  /** Reviews an artifact in the place of the one that the change's job would leave. */
  async function review(edit: (assembly: string) => Promise<void>): Promise<JobRecord> {
    const assembly = github.artifactOfNextRun('templates');
    await fs.cp(github.artifactOfRun(1, 'templates-1'), assembly, { recursive: true });
    await edit(assembly);
    const templates: JobRecord = { result: 'success', outputs: { artifact: 'templates' }, summary: '' };
    return (await github.pullRequest(() => Promise.resolve(), { ...CHECKED, templates })).jobs.review;
  }

  async function change<T>(file: string, edit: (content: T) => void): Promise<void> {
    const content = JSON.parse(await fs.readFile(file, 'utf8')) as T;
    edit(content);
    await fs.writeFile(file, JSON.stringify(content));
  }

  /** Adds groups that may do everything to the pipeline's stack. */
  function addGroups(assembly: string, names: readonly string[]): Promise<void> {
    const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    return change<{ Resources: object }>(path.join(assembly, 'PipelineStack.template.json'), (template) =>
      Object.assign(
        template.Resources,
        Object.fromEntries(
          names.map((GroupName, index) => [
            `Group${index}`,
            {
              Type: 'AWS::IAM::Group',
              Properties: {
                GroupName,
                Policies: [{ PolicyName: TEXT, PolicyDocument: { Statement: [statement] } }],
              },
            },
          ]),
        ),
      ),
    );
  }

  test('show as text, and fill no more of the summary than GitHub takes', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `group-${index}-${'x'.repeat(20_000)}`);
    const { result, summary } = await review((assembly) => addGroups(assembly, [TEXT, ...names]));
    expect(result).toBe('success');
    expect(summary).toMatch(/^Changes: \d+ widened/);
    expect(summary).toContain('add-mask');
    for (const character of ['\u001b', '\u202e']) expect(summary).not.toContain(character);
    expect(summary.split('\n').filter((line) => /^(::|##\[)/.test(line))).toEqual([]);
    // As GitHub's Markdown has it: a link needs no brackets, and a smiley no picture.
    expect(summary).not.toMatch(/(?<!\\)(<|!\[|\]\()|https?:|:tada:|@your-org/);

    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toContain('There is more');
    expect(summary).toContain("made by the change's own code");
  });

  test('are not reviewed where they name files of the runner, and stop no command of it', async () => {
    const { result, summary, error } = await review((assembly) =>
      change<{ artifacts: Record<string, { properties: object }> }>(
        path.join(assembly, 'manifest.json'),
        ({ artifacts }) =>
          Object.assign(artifacts.PipelineStack.properties, { templateFile: `../../${TEXT}/../etc/passwd` }),
      ),
    );
    expect(result).toBe('failure');
    expect(summary).toMatch(/^\*\*Not reviewed\*\*/);
    // Whatever comes after is no command, until its token is said.
    expect(error).toMatch(/^::stop-commands::[0-9a-f]{32}\n[^]*add-mask/m);
  });
});
