import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { reviewRelease } from '../../../../cli/review/pipeline/review-release';
import { MAX_REVIEW_CHARACTERS, REVIEW_PROGRAM } from '../../../../lib/pipeline/release/review-build';
import { PipelineStack } from '../../../../lib/pipeline/pipeline-stack';
import { ROOT } from '../../../../rehearsal/runner/directory/paths';
import { exampleApp } from '../../../lib/example-app';
import { exampleDistribution } from '../../../lib/example-distribution';

jest.setTimeout(60_000);

const COMMIT = 'https://github.com/your-org/image-distribution/commit/1111';
const BUNDLE = path.join(ROOT, 'cli', 'review', 'pipeline', 'bundle.cjs');

const app = exampleApp();
const stack = new PipelineStack(app, 'PipelineStack', { distribution: exampleDistribution() });
const commands = commandsOf(Template.fromStack(stack));
const assembly = fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-'));

beforeAll(() => {
  fs.cpSync(app.synth().directory, assembly, { recursive: true });
  bundle(assembly);
});
afterAll(() => fs.rmSync(assembly, { recursive: true }));

function bundle(folder: string): void {
  const { status, stderr } = spawnSync(process.execPath, [BUNDLE, folder], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
}

/** The commands of the build of the review. */
function commandsOf(template: Template): string[] {
  const [project] = Object.values(
    template.findResources('AWS::CodeBuild::Project', { Properties: { Name: 'slipway-review' } }),
  ) as { Properties: { Source: { BuildSpec: string } } }[];
  const { phases } = JSON.parse(project.Properties.Source.BuildSpec) as {
    phases: { build: { commands: string[] } };
  };
  return phases.build.commands;
}

/** Runs them as the build does, in an assembly and without anything else; AWS is out of reach. */
function build(folder: string) {
  const script = [...commands, 'printf "%s" "$REVIEW" > exported'].join('\n');
  const { status, stderr, stdout } = spawnSync('sh', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      CODEBUILD_BUILD_ID: 'slipway-review:0a1b',
      COMMIT_PAGE: COMMIT,
      PIPELINE: 'slipway',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_MAX_ATTEMPTS: '1',
    },
  });
  const exported = fs.readFileSync(path.join(folder, 'exported'), 'utf8');
  return { status, log: stdout + stderr, exported };
}

test('the build succeeds where it can read nothing, and says so in the approval and in its log', () => {
  const { status, log, exported } = build(assembly);
  expect(status).toBe(0);
  expect(exported).toMatch(/^Could not read SampleImageRelease: /);
  expect(exported).not.toMatch(/Nothing|no change/i);
  expect(log).toContain(`===== Review of the release\n${COMMIT}\n`);
  expect(log).toMatch(/Not read, and so not compared\n\n {2}! SampleImageRelease: /);
});

test('the build succeeds where the program does not run, and says that what changes is not known', () => {
  const other = fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-'));
  fs.mkdirSync(path.dirname(path.join(other, REVIEW_PROGRAM)), { recursive: true });
  fs.writeFileSync(path.join(other, REVIEW_PROGRAM), 'process.exit(3)');
  const { status, exported } = build(other);
  expect(status).toBe(0);
  expect(exported).toMatch(/^What changes could not be found out.*Look at the commit itself\.$/);
  fs.rmSync(other, { recursive: true });
});

test('the program is the same bytes from every synth', () => {
  const again = fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-'));
  bundle(again);
  const read = (folder: string) => fs.readFileSync(path.join(folder, REVIEW_PROGRAM));
  expect(read(again).equals(read(assembly))).toBe(true);
  expect(read(again).includes(ROOT)).toBe(false);
  fs.rmSync(again, { recursive: true });
});

describe('a review', () => {
  const unreachable = () => Promise.reject(new Error('no way'));
  const untilHeld = () => Promise.resolve([]);

  test('of an assembly without Release is an error, and not a release without changes', async () => {
    const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-'));
    fs.writeFileSync(path.join(empty, 'manifest.json'), '{"version": "48.0.0", "artifacts": {}}');
    await expect(
      reviewRelease({ assembly: empty, commitPage: COMMIT, clientFor: unreachable, untilHeld }),
    ).rejects.toThrow(/has no stack in Release/);
    fs.rmSync(empty, { recursive: true });
  });

  test('says what could not be read of each stack of Release, and of no other', async () => {
    const { short, whole } = await reviewRelease({
      assembly,
      commitPage: COMMIT,
      clientFor: unreachable,
      untilHeld,
    });
    expect(short).toBe('Could not read SampleImageRelease: Error: no way.');
    expect(whole).not.toMatch(/is created|Development|Master/);
  });

  test('fits into the approval, however much there is to say', async () => {
    const many = exampleApp();
    new PipelineStack(many, 'PipelineStack', {
      distribution: exampleDistribution({
        images: Array.from({ length: 60 }, (_, index) => ({
          name: `Image${index}`,
          repository: `your-org/image-${index}`,
          subject: 'classic' as const,
        })),
      }),
    });
    const { short, whole } = await reviewRelease({
      assembly: many.synth().directory,
      commitPage: COMMIT,
      clientFor: unreachable,
      untilHeld,
    });
    expect(short.length).toBeLessThanOrEqual(MAX_REVIEW_CHARACTERS);
    for (const index of [0, 59]) expect(whole).toContain(`Image${index}Release: Error: no way`);
  });
});
