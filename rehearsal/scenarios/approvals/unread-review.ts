import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import distribution from '../../../distribution.config';
import { buildLogGroup, pipelineRoleName } from '../../../lib/names';
import { CommandLine } from '../../actors/command-line';
import { toolkitName } from '../../actors/toolkit-name';
import { revokePermission } from '../../failures/revoke-permission';
import { expectFailure, expectMatch } from '../../observe/expect';
import { expectRefused } from '../../observe/refusal';
import { Rehearsal } from '../../runner/rehearsal';
import { changeRegistries } from '../../source/changes';
import { Scenario } from '../scenario';

/** Nothing changes only if that was seen; a review that may not read says so, and a person decides. */
export const unreadReview: Scenario = {
  name: 'unread-review',
  summary:
    'Where nothing changes the approval says so, and is answered by npm run approve; where the review may not read, it says that',
  begins: 'released',

  async run(rehearsal) {
    const { account, approver, operator, workTree } = rehearsal;
    // It exits with 1 where there is anything that it may not read.
    const deployed = await operator.commands.npm('review', '--deployed');
    expectMatch('the review of the checkout', deployed, /^(Nothing changes\.|Changes: .+\.)$/m);

    const same = await rehearsal.untilApproval(await rehearsal.push('Change nothing'));
    expectMatch('what is asked', same.question, /^Nothing of Release changes\. Release commit /);
    await rehearsal.step('npm run approve', () => answerAtTerminal(rehearsal));
    await rehearsal.expectEnd(same.executionId, 'Succeeded');

    const role = toolkitName(account, 'review-role');
    const restore = await revokePermission(account, role, 'cloudformation:GetTemplate');
    await changeRegistries(workTree, 'unseen');
    const unseen = await rehearsal.untilApproval(await rehearsal.push('A change that is not seen'));
    expectMatch('what is asked', unseen.question, /^Could not read \w+Release: AccessDenied/);
    expectMatch('what is asked', unseen.question, /^(?!.*nothing)/i);
    await restore();
    await approver.answer(unseen, 'Rejected');
    await rehearsal.expectEnd(unseen.executionId, 'Failed');
  },
};

/** By the operator, who may not answer, and then by the approver, who may, and who reads no other log than this. */
async function answerAtTerminal({ account, approver, directory, operator }: Rehearsal): Promise<void> {
  const { credentials } = approver;
  const commands = new CommandLine({ account, credentials, directory });
  await expectFailure(
    operator.commands.npm('approve', '--yes'),
    /lacks the permission codepipeline:PutApprovalResult on \S+\/Approve, which approvers have/,
  );
  const said = await commands.npm('approve', '--yes', '--summary', 'It changes nothing');
  expectMatch('what it shows', said, /^https:.+\/commit\/\w{40}\n+Nothing changes\.\n+Nothing of Release/m);
  expectMatch('what it has done', said, /^Approved\.$/m);
  await expectFailure(commands.npm('approve', '--yes'), /^Nothing waits for an approval\.$/m);
  const logGroupName = buildLogGroup(pipelineRoleName(distribution.name, 'synth'));
  const logs = new CloudWatchLogsClient(account.sdk(credentials));
  await expectRefused(
    logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'any' })),
    'AccessDeniedException',
  );
}
