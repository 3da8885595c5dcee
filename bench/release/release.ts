import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { table } from '../../cli/shared/terminal/table';
import type { Report } from '../../rehearsal/runner/report/report';
import { CheckoutCopy, inFolder } from '../shared/checkout-copy';
import { ImageConfiguration, title } from '../shared/image-configuration';
import { seconds } from '../shared/measure';
import { releaseTimes } from './release-times';
import { number } from '../shared/number';
import { PUSHES } from './three-pushes';

const CONFIGURATIONS: readonly ImageConfiguration[] = [
  { images: 1, groups: 'per-image', severalAccounts: false },
  { images: 10, groups: 'per-image', severalAccounts: false },
];

/** Rehearses releases of one image and of more, and says where the time goes. */
export async function benchRelease(): Promise<void> {
  for (const configuration of CONFIGURATIONS) {
    await inFolder(async (folder) => {
      const copy = await CheckoutCopy.make(path.join(folder, 'copy'));
      await copy.configure(configuration);
      await copy.prepareRehearsals();
      const all = seconds('npx tsx bench/release/rehearse.ts', copy.folder);
      const report = await fs.readFile(path.join(copy.folder, '.rehearsal', 'report.json'), 'utf8');
      console.log(`\n${times(title(configuration), JSON.parse(report) as Report, all)}`);
    });
  }
}

function times(name: string, { scenarios: [{ executions, steps }] }: Report, all: number): string {
  if (executions.length !== PUSHES.length) {
    throw new Error(`${executions.length} executions, expected one for each of ${PUSHES.join(', ')}`);
  }
  const releases = executions.map(releaseTimes);
  const row = (title: string, of: (release: (typeof releases)[number]) => string) => [
    title,
    ...releases.map(of),
  ];
  const stages = releases[0].stages.map((stage, index) =>
    row(stage.name, (release) => release.stages[index].seconds.toFixed(1)),
  );
  const before = steps.findIndex(({ title }) => title.startsWith('git push'));
  const prepared = steps
    .slice(0, before)
    .map((step) => step.seconds)
    .reduce((a, b) => a + b, 0);
  return [
    table(
      [`${name}: seconds`, ...PUSHES],
      [
        ...stages,
        row('all stages', (release) => release.all.toFixed(1)),
        row('the slowest action', ({ slowest }) => `${slowest.seconds.toFixed(1)} ${slowest.name}`),
        row('a stack, median', ({ deployments }) => deployments.seconds.toFixed(1)),
        row('stacks', ({ deployments }) => number(deployments.count)),
      ],
      'markdown',
    ),
    '',
    `Before the first push: ${prepared.toFixed(1)} s; in all: ${all.toFixed(1)} s.`,
  ].join('\n');
}
