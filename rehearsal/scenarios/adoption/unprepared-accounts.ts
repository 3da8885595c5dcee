import { leaveOutChecks } from '../../source/checks';
import { SeveralAccounts } from '../../attacks/other-accounts/several-accounts';
import { expectEqual, expectMatch, Scenario } from '../scenario';

/** Where the pipeline was, as the configuration once said. */
const FORMER = '666666666666';

/** An account that is not bootstrapped, and one that trusts somebody else: told apart, named and mended. */
export const unpreparedAccounts: Scenario = {
  name: 'unprepared-accounts',
  summary:
    'A stage account that is not bootstrapped, or does not trust the pipeline: told apart, named, mended',
  begins: 'empty',

  async run(rehearsal) {
    const accounts = await SeveralAccounts.begin(rehearsal);
    const { Development, Master, Release } = accounts.stages;
    const { accountId } = Release;
    for (const account of [Development, Master]) await accounts.bootstrap(account);
    const plan = await accounts.bootstrap(accounts.home);
    expectMatch('what the bootstrap says of Development', plan, ready(Development.accountId));
    expectMatch('what the bootstrap says of Release', plan, notReady(accountId));
    await rehearsal.createOperator();

    const missing = await accounts.deployPipelineFails();
    expectMatch('what AWS says of an account without a toolkit', missing, /one or more invalid principals/);
    expectMatch(
      'what the status says',
      await accounts.status(),
      new RegExp(`not bootstrapped, .*${accountId} \\(Release\\)`),
    );
    expectMatch(
      'what the status says in Release',
      await accounts.status(Release),
      /\(Release\), .* is not bootstrapped/,
    );

    await accounts.bootstrapForAnother(Release, FORMER);
    const distrusting = await accounts.deployPipelineFails();
    expectMatch('what AWS says of an account that trusts another', distrusting, notAssumed(accountId));
    expectMatch(
      'what the status says',
      await accounts.status(),
      new RegExp(`Account ${accountId} \\(Release\\) is bootstrapped, but does not trust`),
    );
    expectMatch(
      'what the status says in Release',
      await accounts.status(Release),
      new RegExp(`is bootstrapped, but trusts ${FORMER}`),
    );
    const mended = await accounts.bootstrap(Release);
    expectMatch(
      'what the bootstrap of Release says',
      mended,
      /\(not yet\)[^]*may not any more: 666666666666/,
    );
    expectMatch('what the status says in Release', await accounts.status(Release), /Nothing needs anybody/);

    await accounts.deployPipeline();
    await rehearsal.createApprover();
    await rehearsal.connect();
    await leaveOutChecks(rehearsal.workTree);
    const commit = await rehearsal.push('First release');
    const approval = await rehearsal.untilApproval(commit);

    await accounts.bootstrapForAnother(Release, FORMER);
    await rehearsal.approver.answer(approval, 'Approved');
    expectMatch('what the action says', await rehearsal.releaseFails(commit), notAssumed(accountId));
    expectMatch(
      'what the status says',
      await accounts.status(),
      new RegExp(`Account ${accountId} \\(Release\\) does not let the pipeline in any more`),
    );
    await accounts.bootstrap(Release);
    await rehearsal.operator.retry(commit, 'Release');
    expectEqual('the status of the retry', (await rehearsal.release(commit)).status, 'Succeeded');
    expectMatch('what the status says', await accounts.status(), /Nothing needs anybody/);
  },
};

const ready = (account: string) => new RegExp(`account ${account}, .*: ready`);
const notReady = (account: string) => new RegExp(`account ${account}, .*: not ready`);
const notAssumed = (account: string) =>
  new RegExp(
    `not authorized to perform AssumeRole on role arn:aws:iam::${account}:role/cdk-slipway-deploy-role`,
  );
