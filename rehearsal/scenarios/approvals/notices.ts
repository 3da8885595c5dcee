import distribution from '../../../distribution.config';
import { repositoryName } from '../../../lib/names';
import { tellOfScan } from '../../actors/image-scanner';
import { toolkitName } from '../../actors/toolkit-name';
import { revokePermission } from '../../failures/revoke-permission';
import { expectNotices, waits } from '../../observe/notices/expect-notices';
import { teamOf } from '../../observe/notices/team-of';
import { Rehearsal } from '../../runner/rehearsal';
import { changeRegistries } from '../../source/changes';
import { tellByEmail } from '../../source/notifications';
import { Scenario } from '../scenario';

/** People are told what waits for them, what failed and what was found: each once, and nothing else. */
export const notices: Scenario = {
  name: 'notices',
  summary:
    'A topic tells of approvals that wait, a rejection, a failure and findings: each once, and nothing else',
  begins: 'released',

  async run(rehearsal) {
    const { account, administrator, pipeline, source, workTree } = rehearsal;
    const before = await source.head();
    await administrator.bootstrap('--notifications=own');
    await tellByEmail(workTree, 'team@example.com');
    await rehearsal.releases(await rehearsal.push('Tell the team'));
    const team = await teamOf(account);

    await changeRegistries(workTree, 'wanted');
    const wanted = await rehearsal.push('A change that is released');
    const waiting = await rehearsal.untilApproval(wanted);
    await expectNotices(team, waits(wanted));
    await rehearsal.approver.answer(waiting, 'Approved');
    await rehearsal.expectEnd(await pipeline.executionOf(wanted), 'Succeeded');

    await changeRegistries(workTree, 'unwanted');
    const unwanted = await rehearsal.push('A change that is rejected');
    await rehearsal.reject(unwanted);
    await expectNotices(team, waits(unwanted), /not approved in stage Release.*Rejected in the rehearsal/);

    await expectNotices(team, ...(await failInDevelopment(rehearsal)));

    await rehearsal.step('Scans of images, some with findings', () => scanImages(rehearsal));
    await expectNotices(
      team,
      /found 2 critical vulnerabilities in \S+\/release, image sha256:\w+, tags \[1\.0\.0\]/,
      /found 3 high vulnerabilities, and none that is critical, in \S+\/master, image sha256:/,
    );

    await team.close();
    await source.restore(before);
    await rehearsal.releases(await rehearsal.push('Tell nobody'));
    await administrator.bootstrap();
  },
};

/** A push that fails in Development; returns what is said of it, once for each stack that failed. */
async function failInDevelopment(rehearsal: Rehearsal): Promise<RegExp[]> {
  const { account, pipeline, workTree } = rehearsal;
  const role = toolkitName(account, 'deploy-role');
  const restore = await revokePermission(account, role, 'cloudformation:UpdateStack');
  await changeRegistries(workTree, 'failing');
  const commit = await rehearsal.push('A change that the deploy role may not deploy for now');
  await rehearsal.releaseFails(commit);
  await restore();
  const failed = (await pipeline.actionsOf(commit)).filter(({ status }) => status === 'Failed');
  return failed.map(
    ({ actionName, stageName }) =>
      new RegExp(
        `failed in stage ${stageName}, action ${actionName}: .*cloudformation:UpdateStack.* See https`,
      ),
  );
}

/** Those that are not told come first, so that they would have been told by the time the others are. */
async function scanImages({ account }: Rehearsal): Promise<void> {
  const [image] = distribution.images;
  const registry = (stage: 'Development' | 'Master' | 'Release') =>
    repositoryName(distribution.name, image, stage);
  await tellOfScan(account, registry('Development'), { CRITICAL: 1, HIGH: 1 });
  await tellOfScan(account, `another-team/${registry('Release')}`, { CRITICAL: 1 });
  await tellOfScan(account, registry('Release'), { MEDIUM: 5, LOW: 1 });
  await tellOfScan(account, registry('Master'), {});
  await tellOfScan(account, registry('Release'), { CRITICAL: 2, HIGH: 4 });
  await tellOfScan(account, registry('Master'), { HIGH: 3, MEDIUM: 1 });
}
