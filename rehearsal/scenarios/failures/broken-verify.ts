import { bringBackChecks, leaveOutChecks } from '../../source/checks';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

/**
 * The commands of Synth call one script, so that what they do can be repaired by a push.
 *
 * Details in the pipeline itself would have to be repaired by the pipeline that they broke (aws-cdk #36120).
 */
export const brokenVerify: Scenario = {
  name: 'broken-verify',
  summary: 'A commit that breaks `npm run verify` itself can be mended by another push',
  begins: 'released',

  async run(rehearsal) {
    const { source, workTree } = rehearsal;
    const before = await rehearsal.stacks();
    await workTree.replace('package.json', /"verify": ".*"/, '"verify": "no-such-command"');
    const found = await rehearsal.releaseFails(await rehearsal.push('Break the checks'));
    expectMatch('what Synth says', found, /Build › Synth failed[^]*no-such-command/);

    await bringBackChecks(workTree);
    await rehearsal.releases(await rehearsal.push('Mend them'));
    expectEqual('the stacks', [...(await rehearsal.stacks())], [...before]);
    await leaveOutChecks(workTree);
    await source.commit('Leave the checks out again');
  },
};
