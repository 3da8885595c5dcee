import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient, ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { Credentials, LocalAccount } from '../../../rehearsal/account/local-account';
import { createUserWithPolicy } from '../../../rehearsal/iam-users';
import { DIRECTORY, ROOT } from '../../../rehearsal/paths';
import { allow, policyOf } from '../account/policy';
import { START_TIMEOUT, startAccount } from '../account/start-account';

let account: LocalAccount;
let administrator: Credentials;

beforeAll(async () => {
  account = await startAccount('bootstrap-script');
  administrator = await createUserWithPolicy(account, 'administrator', allow('*', '*'));
}, START_TIMEOUT);
afterAll(() => account.stop());

interface Outcome {
  readonly code: number;
  readonly output: string;
}

const HOME = path.join(DIRECTORY, 'tests', 'bootstrap-script');

/** Runs the script as somebody; nobody answers what it asks. */
async function bootstrap(caller: Credentials | undefined, ...args: string[]): Promise<Outcome> {
  return bootstrapAnswering('', caller, ...args);
}

async function bootstrapAnswering(
  answer: string,
  caller: Credentials | undefined,
  ...args: string[]
): Promise<Outcome> {
  const env: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME,
    ...account.env(caller ?? account.root),
  };
  if (!caller) for (const name of Object.keys(env)) if (/_KEY|_TOKEN/.test(name)) delete env[name];
  const command = ['node_modules/tsx/dist/cli.mjs', 'bootstrap/main.ts', ...args];
  try {
    const running = promisify(execFile)(process.execPath, command, { cwd: ROOT, env });
    running.child.stdin?.end(answer);
    const { stdout, stderr } = await running;
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** What of the toolkit is in the account. */
async function toolkit(): Promise<string[]> {
  const iam = new IAMClient(account.sdk());
  const { Stacks = [] } = await new CloudFormationClient(account.sdk()).send(new DescribeStacksCommand({}));
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  const { Buckets = [] } = await new S3Client(account.sdk()).send(new ListBucketsCommand({}));
  return [
    ...Stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(
      ({ StackName }) => StackName,
    ),
    ...Roles.map(({ RoleName }) => RoleName),
    ...Policies.map(({ PolicyName }) => PolicyName),
    ...Buckets.map(({ Name }) => Name),
  ].map(String);
}

/** An administrator but for one right. */
function without(userName: string, right: string): Promise<Credentials> {
  const statements = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: right, Resource: '*' },
  ];
  return createUserWithPolicy(account, userName, JSON.stringify(policyOf(...statements)));
}

test(
  'a dry run shows the plan with its commands, and changes nothing',
  async () => {
    const { code, output } = await bootstrap(administrator, '--dry-run');
    expect(code).toBe(0);
    expect(output).toContain('You are arn:aws:iam::123456789012:user/administrator');
    expect(output).toContain('stack SlipwayToolkit: create');
    expect(output).toMatch(/new +cdk-slipway-permissions-boundary-123456789012-eu-west-1 \(\d+ characters\)/);
    expect(output).toContain('npx cdk bootstrap aws://123456789012/eu-west-1 --qualifier=slipway');
    expect(await toolkit()).toEqual([]);
  },
  START_TIMEOUT,
);

test(
  'it acts as the profile that it is told, and says who nobody is',
  async () => {
    const { accessKeyId, secretAccessKey } = administrator;
    fs.mkdirSync(path.join(HOME, '.aws'), { recursive: true });
    fs.writeFileSync(
      path.join(HOME, '.aws', 'credentials'),
      `[ours]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const ours = await bootstrap(undefined, '--dry-run', '--profile', 'ours');
    expect(ours.output).toContain('You are arn:aws:iam::123456789012:user/administrator');
    expect(ours.output).toMatch(/npx cdk bootstrap .* --profile=ours/);
    const nobody = await bootstrap(undefined, '--dry-run', '--profile', 'theirs');
    expect([nobody.code, nobody.output]).toEqual([
      1,
      expect.stringContaining('AWS does not know who you are'),
    ]);
  },
  START_TIMEOUT,
);

test.each([
  ['', 'nobody answered; say --yes'],
  ['n\n', 'Nothing was changed.'],
])(
  'it asks, and does nothing that nobody agreed to: %j',
  async (answer, message) => {
    const { code, output } = await bootstrapAnswering(answer, administrator);
    expect([code, output]).toEqual([1, expect.stringContaining(`Do this? [y/N] `)]);
    expect(output).toContain(message);
    expect(await toolkit()).toEqual([]);
  },
  START_TIMEOUT,
);

test.each([
  ['of its own', 'cloudformation:CreateChangeSet'],
  ['that CloudFormation needs', 'iam:CreatePolicy'],
])(
  'a right %s that is missing is named, and nothing is changed',
  async (title, right) => {
    const { code, output } = await bootstrap(await without(title.replaceAll(' ', ''), right), '--yes');
    expect(code).toBe(1);
    expect(output).toMatch(
      new RegExp(`was refused: the right ${right} on \\S+ is missing. Nothing was changed`),
    );
    expect(await toolkit()).toEqual([]);
  },
  START_TIMEOUT,
);

test.each([
  [['aws://210987654321/eu-west-1'], 'is not in account 123456789012, whose credentials you have'],
  [['eu-west-1'], "'eu-west-1' is no environment, expected aws://ACCOUNT/REGION"],
  [['--trust', '12'], "--trust '12' is no account, expected its 12 digits"],
])(
  'what cannot be meant is refused: %s',
  async (args, message) => {
    const { code, output } = await bootstrap(administrator, ...args);
    expect([code, output]).toEqual([1, expect.stringContaining(message)]);
  },
  START_TIMEOUT,
);

test(
  'it makes the toolkit, and a second run leaves it alone',
  async () => {
    expect(await bootstrapAnswering('y\n', administrator)).toMatchObject({ code: 0 });
    const made = await toolkit();
    expect(made).toEqual(
      expect.arrayContaining([
        'SlipwayToolkit',
        'cdk-slipway-deploy-role-123456789012-eu-west-1',
        'cdk-slipway-cloudformation-execution-pipeline-123456789012-eu-west-1',
      ]),
    );
    const { code, output } = await bootstrap(administrator, '--yes');
    expect([code, output]).toEqual([0, expect.stringContaining('nothing to do')]);
    expect(await toolkit()).toEqual(made);
  },
  START_TIMEOUT,
);
