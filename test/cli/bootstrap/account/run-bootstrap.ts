import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient, ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { DIRECTORY, ROOT } from '../../../../rehearsal/runner/directory/paths';

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

export interface RunOptions {
  /** Whose keys it finds in its environment. @default - none */
  readonly caller?: Credentials;

  /** What is entered at its question. @default - no answer */
  readonly answer?: string;

  /** @default - this one */
  readonly checkout?: string;
}

/** Home of whoever runs the script, in which it also writes what it deploys; test files run side by side. */
export const HOME = path.join(DIRECTORY, 'tests', `bootstrap-home-${process.env.JEST_WORKER_ID}`);

/** Runs the script in an account. */
export async function runBootstrap(
  account: LocalAccount,
  { caller, answer = '', checkout = ROOT }: RunOptions,
  ...args: string[]
): Promise<Outcome> {
  const env: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME,
    ...account.env(caller ?? account.root),
  };
  if (!caller) for (const name of Object.keys(env)) if (/_KEY|_TOKEN/.test(name)) delete env[name];
  const command = [
    'node_modules/tsx/dist/cli.mjs',
    'cli/bootstrap/main.ts',
    '--output',
    path.join(HOME, 'out'),
  ];
  try {
    const running = promisify(execFile)(process.execPath, [...command, ...args], { cwd: checkout, env });
    running.child.stdin?.end(answer);
    const { stdout, stderr } = await running;
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** What of the toolkit, and which other stacks, are in an account. */
export async function contentsOf(account: LocalAccount): Promise<string[]> {
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
