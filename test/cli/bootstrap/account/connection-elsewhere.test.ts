import { Environment, environmentsOf } from '../../../../cli/bootstrap/settings/environments';
import { managedPolicy } from '../../../../cli/bootstrap/toolkit/policy-documents';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { callConnections } from '../../../../emulators/codepipeline';
import { useConnection, usesOfSource } from '../../../../emulators/codepipeline/aws/connection';
import { exampleDistribution } from '../../../lib/example-distribution';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../../../emulators/account/support/open-account';
import { createUser } from '../../../emulators/support/create-user';
import { runBootstrap } from './run-bootstrap';

const REPOSITORY = 'your-org/image-distribution';
const HERE = { account: ACCOUNT, region: 'eu-west-1' };

let account: LocalAccount;
let connectionArn: string;

beforeAll(async () => {
  account = await openAccount();
  const request = { ConnectionName: 'elsewhere', ProviderType: 'GitHub', ConnectionArn: undefined };
  const answer = await callConnections(inRegion('us-east-1'), account.root, 'CreateConnection', request);
  connectionArn = String(answer.ConnectionArn);
}, START_TIMEOUT);
afterAll(() => account.stop());

/** The account, asked in another region. */
const inRegion = (region: string) => ({
  accountId: ACCOUNT,
  region,
  env: account.env.bind(account),
  sdk: () => ({ ...account.sdk(), region }),
});

/** Keys of a user who may do what a policy says that the bootstrap makes for this connection. */
function userWith(document: string) {
  const distribution = exampleDistribution({
    pipeline: HERE,
    source: { repository: REPOSITORY, connectionArn },
  });
  const all: Environment[] = environmentsOf(distribution, HERE);
  const { content } = managedPolicy(document, all[0], distribution, all);
  // Inline policies of a user have less room than managed ones.
  const Statement = content.Statement.filter(({ Action }) => /^codeconnections:/.test([Action].flat()[0]));
  return createUser(account, document, JSON.stringify({ ...content, Statement }));
}

test('the operator sees a connection of another region, in that region', async () => {
  const operator = await userWith('deployment');
  const request = { ConnectionArn: connectionArn };
  const answer = await callConnections(inRegion('us-east-1'), operator, 'GetConnection', request);
  expect(answer.Connection).toMatchObject({ ConnectionArn: connectionArn, ConnectionStatus: 'PENDING' });
});

test("the pipeline uses a connection of another region from its own, for its repository and no other's", async () => {
  const pipeline = await userWith('permissions-boundary');
  const source = { ConnectionArn: connectionArn, FullRepositoryId: REPOSITORY, BranchName: 'master' };
  for (const use of usesOfSource(source)) {
    expect(await useConnection(inRegion('eu-west-1'), pipeline, use)).toBe('PENDING');
  }
  const [other] = usesOfSource({ ...source, FullRepositoryId: 'your-org/other' });
  await expect(useConnection(inRegion('eu-west-1'), pipeline, other)).rejects.toThrow(/not authorized/);
});

test(
  'the bootstrap refuses a connection of another account, also where the pipeline is wherever it is deployed',
  async () => {
    const foreign = connectionArn.replace(ACCOUNT, '999999999999');
    const flags = ['--dry-run', '--connection-arn'];
    const { code, output } = await runBootstrap(account, { caller: account.root }, ...flags, foreign);
    expect([code, output]).toEqual([1, expect.stringContaining(`a connection of account ${ACCOUNT}`)]);
    const own = await runBootstrap(account, { caller: account.root }, ...flags, connectionArn);
    expect([own.code, own.output]).toEqual([0, expect.stringContaining('this was a dry run')]);
  },
  START_TIMEOUT,
);
