import distribution from '../../../distribution.config';
import { registryStack, repositoryName, supportStack } from '../../../lib/names';
import { takeDown } from '../../actors/take-down';
import { expectEqual, expectMatch } from '../../observe/expect';
import { readRepositories } from '../../observe/repositories';
import { pushTestImage } from '../../observe/test-image';
import { expectTables } from '../../permissions/stage-account-checks';
import { leaveOutChecks } from '../../source/checks';
import { inAnotherRegion, placeStages } from '../../source/stage-places';
import { Scenario } from '../scenario';

const IMAGE = distribution.images.find(({ retired }) => !retired) ?? distribution.images[0];

/** Release in another region of the pipeline's account, which is taken down and made again. */
export const anotherRegion: Scenario = {
  name: 'another-region',
  summary: 'Release in another region of the account: released, taken down as documented, and made again',
  begins: 'empty',

  async run(rehearsal) {
    const { account: home, administrator, directory, workTree } = rehearsal;
    const there = inAnotherRegion(home);
    const stages = { Development: home, Master: home, Release: there };
    const repository = (stage: 'Master' | 'Release') => repositoryName(distribution.name, IMAGE, stage);
    const repositories = async () => [await readRepositories(home), await readRepositories(there)] as const;
    const bootstrap = () => administrator.bootstrapFrom(directory.workTree);
    const deploy = async () => {
      await rehearsal.operator.deployPipeline(rehearsal.operator.commandsInWorkTree);
      await rehearsal.createApprover();
    };

    await placeStages(workTree, home, stages);
    await administrator.createExistingIdentityProvider();
    await bootstrap();
    await rehearsal.createOperator();
    await deploy();
    await rehearsal.connect();
    await leaveOutChecks(workTree);
    await rehearsal.releases(await rehearsal.push('First release'));
    const [here, elsewhere] = (await repositories()).map((found) => found.map(({ name }) => name));
    expectEqual(`whether Master is in ${home.region}`, here.includes(repository('Master')), true);
    expectEqual(`whether Release is in ${home.region}`, here.includes(repository('Release')), false);
    expectEqual(`whether Release is in ${there.region}`, elsewhere.includes(repository('Release')), true);
    await rehearsal.step('Every permission, decided in the region of its stage', (display) =>
      expectTables(stages, display),
    );
    const status = await rehearsal.operator.commandsInWorkTree.npm('status');
    for (const stack of [registryStack(IMAGE.name, 'Release'), supportStack(there.region)])
      expectMatch('what the status says', status, new RegExp(`^${stack} .*_COMPLETE +${there.region}$`, 'm'));

    await pushTestImage(there, repository('Release'), 'released');
    const before = await repositories();
    await takeDown(rehearsal, stages);
    expectEqual('the repositories', await repositories(), before);
    for (const name of here.filter((one) => one.endsWith('/master')))
      await administrator.deleteRepository(name);
    await bootstrap();
    await deploy();
    // Adopted in the same stage, an image's stack comes after the provider's.
    if (distribution.stages.Development.identityProvider === 'create')
      await rehearsal.operator.deploy('--method=direct', 'PipelineStack/*/IdentityProvider');
    const kept = distribution.images.flatMap(({ name }) => [
      registryStack(name, 'Development'),
      registryStack(name, 'Release'),
    ]);
    await rehearsal.operator.adopt(...kept);
    await rehearsal.connect();
    await rehearsal.releases(await rehearsal.push('Make it again'));
    expectEqual(`the repositories in ${there.region}`, (await repositories())[1], before[1]);
  },
};
