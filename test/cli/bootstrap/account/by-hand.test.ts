import { CreatePolicyVersionCommand, DeletePolicyVersionCommand, IAMClient } from '@aws-sdk/client-iam';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { AWS_CLI, pythonEnvironment } from '../../../../emulators/account/python-environment';
import { allow } from '../../../emulators/account/support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../../../emulators/account/support/open-account';
import { DIRECTORY } from '../../../emulators/support/paths';
import { Outcome, runBootstrap } from './run-bootstrap';

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/cdk-slipway-user-boundary-${ACCOUNT}-eu-west-1`;

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
  await bootstrap();
}, START_TIMEOUT);
afterAll(() => account.stop());

function bootstrap(): Promise<Outcome> {
  return runBootstrap(account, { caller: account.root }, '--yes');
}

async function changeByHand(): Promise<void> {
  await new IAMClient(account.sdk()).send(
    new CreatePolicyVersionCommand({
      PolicyArn: BOUNDARY,
      PolicyDocument: allow('*', '*'),
      SetAsDefault: true,
    }),
  );
}

/** Enters the commands that it says, with the AWS CLI that is installed with the project. */
async function follow({ output }: Outcome): Promise<void> {
  const commands = output.split('\n').filter((line) => line.startsWith('      !   aws '));
  expect(commands).toHaveLength(2);
  const script = [`aws() { "$AWS_CLI_PYTHON" -m awscli "$@"; }`].concat(
    commands.map((line) => line.replace('      !   ', '')),
  );
  const python = await pythonEnvironment(DIRECTORY, process.env, AWS_CLI);
  const env = { PATH: process.env.PATH, AWS_CLI_PYTHON: python, ...account.env(account.root), AWS_PAGER: '' };
  await promisify(execFile)('sh', ['-ec', script.join('\n')], { env });
}

test(
  'a policy that was changed by hand is shown, and put right by the commands that are printed',
  async () => {
    await changeByHand();
    const found = await bootstrap();
    expect(found.code).toBe(1);
    expect(found.output).toContain('stack SlipwayToolkit: leave as it is');
    expect(found.output).toMatch(/by hand {4}policy user-boundary .*\n(.*\n)*? {6}- +"Action": "\*",\n/);
    await follow(found);
    const { code, output } = await bootstrap();
    expect([code, output]).toEqual([0, expect.stringContaining('nothing to do')]);
  },
  START_TIMEOUT,
);

test(
  'a policy of which no correct version is left is put right by them, too',
  async () => {
    await changeByHand();
    const iam = new IAMClient(account.sdk());
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: BOUNDARY, VersionId: 'v1' }));
    await follow(await bootstrap());
    expect((await bootstrap()).output).toContain('nothing to do');
  },
  START_TIMEOUT,
);
