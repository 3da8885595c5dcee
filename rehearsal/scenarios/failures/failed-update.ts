import { CreateRepositoryCommand, DeleteRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { addRepository, changeRegistries } from '../../source/changes';
import { contentsOf } from '../../observe/stacks';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

const STACK = `${distribution.images[0].name}Master`;
const TAKEN = `${distribution.name}/another-${distribution.images[0].repositoryName}/master`;

/** What CloudFormation cannot do in Master stops there, and leaves Master as it was. */
export const failedUpdate: Scenario = {
  name: 'failed-update',
  summary: 'An update that fails in Master is rolled back there and stops; the next push converges all three',
  begins: 'released',

  async run(rehearsal) {
    const { account, workTree } = rehearsal;
    const ecr = new ECRClient(account.sdk());
    const [master, release] = [await rehearsal.stage('Master'), await rehearsal.stage('Release')];

    await ecr.send(new CreateRepositoryCommand({ repositoryName: TAKEN }));
    await changeRegistries(workTree, 'failed-update');
    await addRepository(workTree, 'another');
    const found = await rehearsal.releaseFails(await rehearsal.push('A second registry for each stage'));

    expectMatch(
      'what Master says',
      found,
      /^Master\S* › .*UPDATE_ROLLBACK_COMPLETE.*another-.*\/master.*already exists/m,
    );
    const rolledBack = await rehearsal.stage('Master');
    expectEqual(`the status of ${STACK}`, rolledBack[STACK]?.status, 'UPDATE_ROLLBACK_COMPLETE');
    expectEqual(STACK, contentsOf(rolledBack)[STACK], contentsOf(master)[STACK]);
    expectEqual('Release', await rehearsal.stage('Release'), release);
    expectMatch('Development', JSON.stringify(await rehearsal.stage('Development')), /failed-update/);

    await ecr.send(new DeleteRepositoryCommand({ repositoryName: TAKEN }));
    await rehearsal.releases(await rehearsal.push('The same, with the name free'));
    for (const stageName of STAGE_NAMES) {
      for (const [name, { status, template, roles }] of Object.entries(await rehearsal.stage(stageName))) {
        expectEqual(`the status of ${name}`, status, 'UPDATE_COMPLETE');
        expectMatch(name, template, /failed-update/);
        expectMatch(`the role of ${name}`, roles.join(), /failed-update/);
      }
    }
  },
};
