import { LocalAccount } from '../../../emulators/account/local-account';
import { SeveralAccounts } from '../../attacks/other-accounts/several-accounts';
import { leaveOutChecks } from '../../source/checks';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';
import { TOOLKIT_PREFIX } from '../../../lib/names';

/** Where the pipeline was, as the configuration once said. */
const FORMER = '666666666666';

/** An account that is not bootstrapped, and one that trusts another account: told apart, named and mended. */
export const unpreparedAccounts: Scenario = {
  name: 'unprepared-accounts',
  summary:
    'A stage account that is not bootstrapped, or does not trust the pipeline: told apart, named, mended',
  begins: 'empty',

  async run(rehearsal) {
    const accounts = await SeveralAccounts.begin(rehearsal);
    const { Development, Master, Release } = accounts.stages;
    const { accountId } = Release;
    const expectStatus = async (pattern: RegExp, account?: LocalAccount) =>
      expectMatch('what the status says', await accounts.status(account), pattern);
    for (const account of [Development, Master]) await accounts.bootstrap(account);
    const plan = await accounts.bootstrap(accounts.home);
    expectMatch('what the bootstrap says of Development', plan, ready(Development.accountId));
    expectMatch('what the bootstrap says of Release', plan, notReady(accountId));
    await rehearsal.createOperator();

    const missing = await accounts.deployPipelineFails();
    expectMatch('what AWS says of an account without a toolkit', missing, /one or more invalid principals/);
    await expectStatus(new RegExp(`Account ${accountId} \\(Release\\) is not bootstrapped`));
    await expectStatus(/\(Release\), .* is not bootstrapped/, Release);

    await accounts.bootstrapForAnother(Release, FORMER);
    const distrusting = await accounts.deployPipelineFails();
    expectMatch('what AWS says of an account that trusts another', distrusting, notAssumed(accountId));
    await expectStatus(new RegExp(`Account ${accountId} \\(Release\\) is bootstrapped, but does not trust`));
    await expectStatus(new RegExp(`is bootstrapped, but trusts ${FORMER}`), Release);
    const mended = await accounts.bootstrap(Release);
    const noLonger = /\(not yet\)[^]*may not any more: 666666666666/;
    expectMatch('what the bootstrap of Release says', mended, noLonger);
    await expectStatus(NO_ACTION, Release);

    await accounts.deployPipeline();
    await rehearsal.createApprover();
    await rehearsal.connect();
    await leaveOutChecks(rehearsal.workTree);
    const commit = await rehearsal.push('First release');
    const approval = await rehearsal.untilApproval(commit);

    await accounts.bootstrapForAnother(Release, FORMER);
    await rehearsal.approver.answer(approval, 'Approved');
    expectMatch('what the action says', await rehearsal.releaseFails(commit), notAssumed(accountId));
    await expectStatus(
      new RegExp(`Account ${accountId} \\(Release\\) does not let the pipeline in any more`),
    );
    await accounts.bootstrap(Release);
    await rehearsal.operator.retry(commit, 'Release');
    expectEqual('the status of the retry', (await rehearsal.release(commit)).status, 'Succeeded');
    await expectStatus(NO_ACTION);
  },
};

/** What the status says when accounts and pipeline are as they should be; placeholders of the configuration may stand. */
const NO_ACTION = /^(?![^]*\n(Account|An account|The stage|The connection) )[^]*_COMPLETE( +\S+)?\n/;
const ready = (account: string) => new RegExp(`account ${account}, .*: ready`);
const notReady = (account: string) => new RegExp(`account ${account}, .*: not ready`);
const notAssumed = (account: string) =>
  new RegExp(
    `not authorized to perform AssumeRole on role arn:aws:iam::${account}:role/${TOOLKIT_PREFIX}deploy-role`,
  );
