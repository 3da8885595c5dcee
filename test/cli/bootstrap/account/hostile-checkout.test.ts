import * as fs from 'node:fs';
import * as path from 'node:path';
import * as cdkJson from '../../../../cdk.json';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { DIRECTORY, ROOT } from '../../../../rehearsal/runner/directory/paths';
import { WorkTree } from '../../../../rehearsal/source/work-tree';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../../../emulators/account/support/open-account';
import { contentsOf, Outcome, runBootstrap } from './run-bootstrap';

/** Where whatever is run leaves its name. */
const MARKERS = path.join(DIRECTORY, 'tests', 'hostile-markers');
const mark = (name: string) =>
  `require('node:fs').writeFileSync(${JSON.stringify(path.join(MARKERS, name))}, '')`;
const command = (name: string) => `touch '${path.join(MARKERS, name)}'`;

const CONFIGURATION = `import { defineDistribution } from './lib/config';
${mark('configuration')};
export default defineDistribution({
  source: { repository: 'your-org/image-distribution' },
  images: (${mark('images')}, [{ name: 'SampleImage', repository: 'your-org/sample-image', subject: 'classic' }]),
});
`;

let account: LocalAccount;
let checkout: WorkTree;

beforeAll(async () => {
  account = await openAccount();
  checkout = new WorkTree(path.join(DIRECTORY, 'tests', 'hostile-copy'));
  for (const directory of [MARKERS, checkout.directory]) {
    fs.rmSync(directory, { recursive: true, force: true });
    fs.mkdirSync(directory, { recursive: true });
  }
  await checkout.takeCheckout();
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(checkout.directory, 'node_modules'));
  await checkout.write('distribution.config.ts', CONFIGURATION);
  await checkout.write('plugin.cjs', `${mark('plugin')}; module.exports = { version: '1', init() {} };`);
  const plugin = [path.join(checkout.directory, 'plugin.cjs')];
  const hostile = { ...cdkJson, app: command('app'), build: command('build'), plugin };
  await checkout.write('cdk.json', JSON.stringify(hostile));
}, START_TIMEOUT);
afterAll(async () => {
  fs.rmSync(checkout.directory, { recursive: true, force: true });
  await account.stop();
});

function bootstrap(...args: string[]): Promise<Outcome> {
  return runBootstrap(account, { caller: account.root, checkout: checkout.directory }, ...args);
}

test.each(['--dry-run', '--yes'])(
  'with %s the bootstrap runs neither the configuration nor the app, its build or a plugin',
  async (option) => {
    const { code, output } = await bootstrap(option);
    expect(fs.readdirSync(MARKERS)).toEqual([]);
    expect([code, output]).toEqual([0, expect.stringContaining('stack SlipwayToolkit: create')]);
    expect((await contentsOf(account)).includes('SlipwayToolkit')).toBe(option === '--yes');
  },
  START_TIMEOUT,
);

test(
  'a setting that is not written out is asked for, and taken from flags',
  async () => {
    const hidden = '...rest,\n  source: { repository: elsewhere() }';
    await checkout.replace('distribution.config.ts', /source: .*\}/, hidden);
    const asked = await bootstrap('--dry-run');
    expect([asked.code, asked.output]).toEqual([1, expect.stringContaining('received: elsewhere()')]);
    const places = ['Development', 'Master', 'Release'].map(
      (stage) => `--stage=${stage}=aws://${stage === 'Release' ? '222222222222' : ACCOUNT}/eu-west-1`,
    );
    const { code, output } = await bootstrap(
      '--dry-run',
      ...['--name=slipway', '--repository=a/b', '--no-connection-arn', '--identity-provider=create'],
      ...['--notifications=none', `--pipeline=aws://${ACCOUNT}/eu-west-1`, ...places],
    );
    expect([code, output]).toEqual([
      0,
      expect.stringContaining('account 222222222222, region eu-west-1 (Release)'),
    ]);
    expect(output).toContain('"a/b"');
    expect(fs.readdirSync(MARKERS)).toEqual([]);
  },
  START_TIMEOUT,
);
