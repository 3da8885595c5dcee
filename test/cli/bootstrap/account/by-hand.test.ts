import { CreatePolicyVersionCommand, DeletePolicyVersionCommand, IAMClient } from '@aws-sdk/client-iam';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { allow } from '../../../emulators/account/support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../../../emulators/account/support/open-account';
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

/** Enters the commands that it says; older CLIs do not read the endpoint from their environment. */
async function follow({ output }: Outcome): Promise<void> {
  const commands = output.split('\n').filter((line) => line.startsWith('      !   aws '));
  expect(commands).toHaveLength(2);
  const script = ['aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }'].concat(
    commands.map((line) => line.replace('      !   ', '')),
  );
  const env = { PATH: process.env.PATH, ...account.env(account.root), AWS_PAGER: '' };
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
