import * as fs from 'node:fs';
import * as path from 'node:path';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../../emulators/support/create-user';
import { allow, policyOf } from '../../../emulators/account/support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../../../emulators/account/support/open-account';
import { contentsOf, HOME, Outcome, runBootstrap } from './run-bootstrap';

let account: LocalAccount;
let administrator: Credentials;

beforeAll(async () => {
  account = await openAccount();
  administrator = await createUser(account, 'administrator', allow('*', '*'));
}, START_TIMEOUT);
afterAll(() => account.stop());

/** Runs the script with these credentials, without an answer to its question. */
function bootstrap(caller: Credentials | undefined, ...args: string[]): Promise<Outcome> {
  return runBootstrap(account, { caller }, ...args);
}

function bootstrapAnswering(answer: string, caller: Credentials): Promise<Outcome> {
  return runBootstrap(account, { caller, answer });
}

const toolkit = () => contentsOf(account);

/** An administrator without one permission. */
function without(userName: string, permission: string): Promise<Credentials> {
  const statements = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: permission, Resource: '*' },
  ];
  return createUser(account, userName, JSON.stringify(policyOf(...statements)));
}

test(
  'a dry run shows the plan with its commands, and changes nothing',
  async () => {
    const template = path.join(HOME, 'out', `SlipwayToolkit-${ACCOUNT}-eu-west-1.json`);
    fs.rmSync(template, { force: true });
    const { code, output } = await bootstrap(administrator, '--dry-run');
    expect(code).toBe(0);
    expect(fs.existsSync(template)).toBe(true);
    expect(output).toContain(`look into ${path.dirname(template)}\n`);
    expect(output).toContain(`You are arn:aws:iam::${ACCOUNT}:user/administrator`);
    expect(output).toContain('stack SlipwayToolkit: create');
    expect(output).toMatch(/new +policy permissions-boundary \(\d+ characters\)/);
    expect(output).toMatch(
      new RegExp(`cdk bootstrap aws://${ACCOUNT}/eu-west-1 \\\\\n +--qualifier=slipway \\\\\n`),
    );
    expect(await toolkit()).toEqual([]);
  },
  START_TIMEOUT,
);

test(
  'the bootstrap acts as the profile that it is given, and says when there are no credentials',
  async () => {
    const { accessKeyId, secretAccessKey } = administrator;
    fs.mkdirSync(path.join(HOME, '.aws'), { recursive: true });
    fs.writeFileSync(
      path.join(HOME, '.aws', 'credentials'),
      `[ours]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const ours = await bootstrap(undefined, '--dry-run', '--profile', 'ours');
    expect(ours.output).toContain(`You are arn:aws:iam::${ACCOUNT}:user/administrator`);
    expect(ours.output).toMatch(/^ +--profile=ours$/m);
    const theirs = await bootstrap(undefined, '--dry-run', '--profile', 'theirs');
    expect([theirs.code, theirs.output]).toEqual([1, expect.stringContaining('no valid AWS credentials')]);
  },
  START_TIMEOUT,
);

test.each([
  ['', 'no answer was given; say --yes'],
  ['n\n', 'Nothing was changed.'],
  ['sure\n', "'sure' is neither yes nor no"],
])(
  'the bootstrap changes nothing unless its question is answered with yes: %j',
  async (answer, message) => {
    const { code, output } = await bootstrapAnswering(answer, administrator);
    expect([code, output]).toEqual([1, expect.stringContaining(`Do this? (yes/no) `)]);
    expect(output).toContain(message);
    expect(await toolkit()).toEqual([]);
  },
  START_TIMEOUT,
);

test.each([
  ['of its own', 'cloudformation:CreateChangeSet'],
  ['that CloudFormation needs', 'iam:CreatePolicy'],
])(
  'a missing permission %s is named, and nothing is changed',
  async (title, permission) => {
    const { code, output } = await bootstrap(await without(title.replaceAll(' ', ''), permission), '--yes');
    expect(code).toBe(1);
    expect(output).toMatch(
      new RegExp(`was refused: the permission ${permission} on \\S+ is missing. Nothing was changed`),
    );
    expect(await toolkit()).toEqual([]);
  },
  START_TIMEOUT,
);

test.each([
  [['aws://210987654321/eu-west-1'], `is not in account ${ACCOUNT}, whose credentials you have`],
  [['eu-west-1'], "'eu-west-1' is no environment, expected aws://ACCOUNT/REGION"],
  [['--trust', '12'], "--trust '12' is invalid, expected the 12 digits"],
])(
  'a wrong argument is rejected: %s',
  async (args, message) => {
    const { code, output } = await bootstrap(administrator, ...args);
    expect([code, output]).toEqual([1, expect.stringContaining(message)]);
  },
  START_TIMEOUT,
);

test(
  'the bootstrap makes the toolkit, and a second run leaves it alone',
  async () => {
    expect(await bootstrapAnswering('y\n', administrator)).toMatchObject({ code: 0 });
    const made = await toolkit();
    expect(made).toEqual(
      expect.arrayContaining([
        'SlipwayToolkit',
        `cdk-slipway-deploy-role-${ACCOUNT}-eu-west-1`,
        `cdk-slipway-cloudformation-execution-pipeline-${ACCOUNT}-eu-west-1`,
      ]),
    );
    const { code, output } = await bootstrap(administrator, '--yes');
    expect([code, output]).toEqual([0, expect.stringContaining('nothing to do')]);
    expect(await toolkit()).toEqual(made);
  },
  START_TIMEOUT,
);
