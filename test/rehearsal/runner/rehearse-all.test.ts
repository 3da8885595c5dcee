import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pythonEnvironment } from '../../../emulators/account/python-environment';
import { always, UndecidedError } from '../../../rehearsal/runner/approve';
import { DIRECTORY } from '../../../rehearsal/runner/directory/paths';
import { rehearseAll } from '../../../rehearsal/runner/rehearse-all';
import { Report } from '../../../rehearsal/runner/report/report';
import { Scenario } from '../../../rehearsal/scenarios/scenario';

jest.setTimeout(120_000);

const directory = path.join(DIRECTORY, 'tests', 'rehearse-all');
const log: string[] = [];

beforeAll(async () => {
  jest.spyOn(console, 'log').mockReturnValue();
  jest.spyOn(console, 'error').mockReturnValue();
  await pythonEnvironment(DIRECTORY);
});

beforeEach(async () => {
  log.length = 0;
  await fs.rm(directory, { recursive: true, force: true });
  await fs.mkdir(path.join(directory, 'side-7'), { recursive: true });
  await fs.symlink(path.join(DIRECTORY, 'python'), path.join(directory, 'python'));
});

/** A scenario that says when it begins and ends, and waits for another one to have begun. */
function scenario(name: string, other?: string, failure?: string | Error): Scenario {
  return {
    name,
    summary: 'of a test',
    begins: 'empty',
    async run({ account }) {
      log.push(`${name} begins`, account.endpoint);
      for (let looks = 0; other && !log.includes(`${other} begins`); looks++) {
        if (looks > 600) throw new Error(`${other} has not begun`);
        await sleep(100);
      }
      if (failure) throw failure instanceof Error ? failure : new Error(failure);
      log.push(`${name} ends`);
    },
  };
}

async function rehearse(jobs: number, ...scenarios: Scenario[]): Promise<{ code: number; report: Report }> {
  const code = await rehearseAll(scenarios, { approve: always(undefined), stay: false, jobs, directory });
  const text = await fs.readFile(path.join(directory, 'report.json'), 'utf8');
  return { code, report: JSON.parse(text) as Report };
}

test('two scenarios run at the same time, each in an account of its own, and one report tells of both', async () => {
  const { code, report } = await rehearse(2, scenario('a', 'b'), scenario('b', 'a'));
  expect(report.scenarios.map(({ name, status }) => [name, status])).toEqual([
    ['a', 'succeeded'],
    ['b', 'succeeded'],
  ]);
  expect(code).toBe(0);
  expect(new Set(log.filter((line) => line.startsWith('https:'))).size).toBe(2);
});

test('a scenario that fails fails the whole, and the others go on', async () => {
  const { code, report } = await rehearse(
    2,
    scenario('a', 'b', 'as it must'),
    scenario('b', 'a'),
    scenario('c'),
  );
  expect(report.scenarios.map(({ name, status }) => [name, status])).toEqual([
    ['a', 'failed'],
    ['b', 'succeeded'],
    ['c', 'succeeded'],
  ]);
  expect(report.scenarios[0].error).toBe('as it must');
  expect(code).toBe(1);
});

test('after a question without an answer no other scenario begins, and the last line says that nothing is decided', async () => {
  const { code, report } = await rehearse(
    1,
    scenario('a', undefined, new UndecidedError('no answer')),
    scenario('b'),
  );
  expect(report.scenarios.map(({ name, status, error }) => [name, status, error])).toEqual([
    ['a', 'failed', 'no answer'],
  ]);
  expect(code).toBe(1);
  expect(jest.mocked(console.log).mock.lastCall?.[0]).toMatch(
    /\n\nNothing was decided\. Release is unchanged\.$/,
  );
});

test('folders that earlier runs have left beside it are removed', async () => {
  await rehearse(1, scenario('a'));
  expect(await fs.readdir(directory)).not.toContain('side-7');
});

test.each([
  ['is skipped', undefined, 'skipped', 0],
  ['fails where nothing may be skipped', '1', 'failed', 1],
] as const)('a scenario whose program is missing %s', async (_, noSkips, status, expected) => {
  const before = process.env.SLIPWAY_NO_SKIPS;
  if (noSkips) process.env.SLIPWAY_NO_SKIPS = noSkips;
  else delete process.env.SLIPWAY_NO_SKIPS;
  try {
    const { code, report } = await rehearse(1, { ...scenario('a'), programs: ['no-such-program'] });
    expect(report.scenarios).toMatchObject([
      { name: 'a', status, error: expect.stringContaining('there is no no-such-program') as string },
    ]);
    expect(code).toBe(expected);
  } finally {
    if (before === undefined) delete process.env.SLIPWAY_NO_SKIPS;
    else process.env.SLIPWAY_NO_SKIPS = before;
  }
});
