import { expectEqual, expectMatch } from '../../observe/expect';
import { readPendingApproval } from '../../observe/pipeline/pending-approval';
import { waitFor } from '../../observe/pipeline/wait-for';
import { allowedDecisions, withLevel } from '../../permissions/decisions';
import { Scenario } from '../scenario';

const TABLES = 'lib/access/permission-tables.ts';

/** The approver is shown what is going to change in the account, against what is live when the turn has come. */
export const reviewedApproval: Scenario = {
  name: 'reviewed-approval',
  summary:
    'What the approver is shown is what changes in the account; a revert that waits is reviewed when its turn comes',
  begins: 'released',

  async run(rehearsal) {
    const { account, approver, pipeline, source, workTree } = rehearsal;
    const unchanged = await source.head();
    const before = await allowedDecisions(account);

    await workTree.replace(TABLES, /(?<=Release: .*EndUsers: )\[A, R\]/, '[A, R, M]');
    const first = await rehearsal.untilApproval(await rehearsal.push('End users see more'));
    expectMatch(
      'what is asked',
      first.question,
      /^WIDENED: Release: End users gain Metadata on [^.]+\. Release commit /,
    );
    const review = (await approver.readReview(first)) ?? '';
    expectMatch('the whole review', review, /^https:\/\/github\.com\/.+\/commit\/\w{40}$/m);
    expectMatch('the whole review', review, /^ {2}\+ Release: End users gain Metadata on /m);

    await source.restore(unchanged);
    const revert = await pipeline.executionOf(await rehearsal.push('They see no more'));
    await rehearsal.step('A revert waits at the entrance of Release', () =>
      pipeline.expectInbound(revert, 'Release'),
    );
    await approver.answer(first, 'Approved');
    const second = await rehearsal.step('The revert is asked about', () =>
      waitFor('its approval', async () => readPendingApproval(pipeline, await pipeline.actions(revert))),
    );
    const gained = { stageName: 'Release', identity: 'EndUsers', level: 'Metadata' } as const;
    expectEqual(
      'what the account allows after the first',
      await allowedDecisions(account),
      await withLevel(account, before, gained),
    );
    expectMatch(
      'what is asked',
      second.question,
      /^NARROWED: Release: End users lose Metadata on [^.]+\. Release commit /,
    );
    await approver.answer(second, 'Approved');
    await rehearsal.expectEnd(revert, 'Succeeded');
    expectEqual('what the account allows after both', await allowedDecisions(account), before);
  },
};
