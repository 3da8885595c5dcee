import { readdirSync } from 'node:fs';
import * as path from 'node:path';

const FOLDER = path.dirname(__dirname);

/** As many as there are files for them, about one for each core of most machines; each loads CDK once. */
const PARTS = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts')).length;

/** Synthesises hundreds of stacks, which takes as long as all others: not in each Synth of the pipeline. */
const LEFT_OUT = ['pipeline/many-images.test.ts'];

/**
 * Runs a part of the tests of `lib/` as one file.
 *
 * Jest loads all modules anew for each file, and loading CDK takes longer than most of these files' tests: one by one
 * they take nearly twice the time.
 *
 * @param part From 0, another one in each file.
 */
export function runPart(part: number): void {
  for (const file of files().filter((_, index) => index % PARTS === part)) {
    describe(file, () => void jest.requireActual(path.join(FOLDER, file)));
  }
}

function files(): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('parts/') && !LEFT_OUT.includes(file))
    .sort();
}
