import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import distribution from '../../../distribution.config';
import { LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { buildLogGroup, pipelineRoleName } from '../../../lib/names';
import { toolkitName } from '../../actors/toolkit-name';
import { revokePermission } from '../../failures/revoke-permission';
import { expectEqual, expectMatch } from '../../observe/expect';
import { PendingApproval, readPendingApproval } from '../../observe/pipeline/pending-approval';
import { waitFor } from '../../observe/pipeline/wait-for';
import { expectRefused } from '../../observe/refusal';
import { checkPolicies } from '../../permissions/policy-checks';
import { readRegistries, Registry } from '../../permissions/registries';
import { Rehearsal } from '../../runner/rehearsal';
import { changeRegistries } from '../../source/changes';
import { Scenario } from '../scenario';

/** What the account decides, of each identity and each action of ECR on each repository. */
async function decisions(rehearsal: Rehearsal): Promise<Set<string>> {
  const checks = await checkPolicies(rehearsal.account, await readRegistries(rehearsal.account));
  return new Set(checks.filter(({ actual }) => actual === 'allowed').map(({ question }) => question));
}

/** As the account decides it that end users of Release have a level more, and nobody anything else. */
function withMetadata(before: ReadonlySet<string>, registries: readonly Registry[]): string[] {
  const gained = registries
    .filter(({ identities }) => identities.EndUsers)
    .flatMap(({ stackName, repositoryArn }) =>
      LEVEL_ACTIONS.Metadata.map((action) => `${stackName} EndUsers: ${action} on ${repositoryArn}`),
    );
  return [...before, ...gained].sort();
}

/** The approver sees what is going to happen to Release, when its turn has come, and hears what could not be seen. */
export const reviewedApproval: Scenario = {
  name: 'reviewed-approval',
  summary:
    'What the approver is shown is what changes in the account, against what is live then; a review that cannot read says so',
  begins: 'released',

  async run(rehearsal) {
    const { account, approver, pipeline, source, workTree } = rehearsal;
    const unchanged = await source.head();
    const before = await decisions(rehearsal);

    await workTree.replace(
      'lib/access/permission-tables.ts',
      /(Release: .*EndUsers: )\[A, R\]/,
      '$1[A, R, M]',
    );
    const widened = await untilAsked(rehearsal, 'End users see more');
    const gain = /^WIDENED: Release: End users gain Metadata on /;
    expectMatch('what the approver is asked', widened.question, gain);
    expectMatch('that nothing else changes', widened.question, /^(?!.*(lose|Developers|GitHub))/);
    await rehearsal.step('The approver reads the whole review, and no other log', async () => {
      const review = (await approver.readReview(widened)) ?? '';
      expectMatch('the review', review, /^https:\/\/github\.com\/.+\/commit\/\w{40}$/m);
      expectMatch('the review', review, /\+ Release: End users gain Metadata on /);
      const logs = new CloudWatchLogsClient(account.sdk(approver.credentials));
      const logGroupName = buildLogGroup(pipelineRoleName(distribution.name, 'synth'));
      const other = new GetLogEventsCommand({ logGroupName, logStreamName: 'any' });
      await expectRefused(logs.send(other), 'AccessDeniedException');
    });

    await source.restore(unchanged);
    const revert = await rehearsal.push('They see no more');
    const waiting = await pipeline.executionOf(revert);
    await rehearsal.step('A revert waits behind it', () => pipeline.expectInbound(waiting, 'Release'));
    await approver.answer(widened, 'Approved');
    const narrowed = await rehearsal.step('Its turn comes', () =>
      waitFor('the approval of the revert', async () =>
        readPendingApproval(pipeline, await pipeline.actions(waiting)),
      ),
    );
    const registries = await readRegistries(account, ['Release']);
    expectEqual(
      'what the account decides after the first',
      [...(await decisions(rehearsal))].sort(),
      withMetadata(before, registries),
    );
    const loss = /^NARROWED: Release: End users lose Metadata on /;
    expectMatch('what the approver is asked', narrowed.question, loss);
    await approver.answer(narrowed, 'Approved');
    await rehearsal.expectEnd(waiting, 'Succeeded');
    expectEqual('what the account decides', [...(await decisions(rehearsal))].sort(), [...before].sort());

    const nothing = await untilAsked(rehearsal, 'Change nothing');
    expectMatch(
      'what the approver is asked',
      nothing.question,
      /^Nothing of Release changes\. Release commit /,
    );
    await approver.answer(nothing, 'Approved');
    await rehearsal.expectEnd(nothing.executionId, 'Succeeded');

    const restore = await revokePermission(
      account,
      toolkitName(account, 'review-role'),
      'cloudformation:GetTemplate',
    );
    await changeRegistries(workTree, 'unseen');
    const unseen = await untilAsked(rehearsal, 'What nobody can see');
    expectMatch('what the approver is asked', unseen.question, /^Could not read \w+Release: AccessDenied/);
    expectMatch('that it is not said that nothing changes', unseen.question, /^(?!.*Nothing)/i);
    await approver.answer(unseen, 'Rejected');
    await rehearsal.expectEnd(unseen.executionId, 'Failed');
    await restore();
  },
};

async function untilAsked(rehearsal: Rehearsal, message: string): Promise<PendingApproval> {
  return rehearsal.untilApproval(await rehearsal.push(message));
}
