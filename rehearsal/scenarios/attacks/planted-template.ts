import { plantTemplate, readDeployedTemplate } from '../../attacks/planted-template';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';

/** How long the commit keeps artifacts, and how long what is planted would. */
const [COMMITTED, PLANTED] = ['"ExpirationInDays":31', '"ExpirationInDays":1'];

/** What is planted where a commit to come will find it is not what is deployed. */
export const plantedTemplate: Scenario = {
  name: 'planted-template',
  summary:
    'A template in the staging bucket under the hash of a commit to come, and files for its assembly, are not used',
  begins: 'released',

  async run(rehearsal) {
    const { workTree } = rehearsal;
    await workTree.replace('lib/pipeline/artifact-bucket.ts', 'ARTIFACT_DAYS = 30', 'ARTIFACT_DAYS = 31');
    await rehearsal.step('An operator plants a template under the hash of the commit to come', () =>
      plantTemplate(rehearsal, COMMITTED, PLANTED),
    );
    await workTree.write('cdk.out/cdk.json', JSON.stringify({ build: 'echo planted; exit 1' }));
    await rehearsal.releases(await rehearsal.push('A change of the pipeline, with a cdk.out'));
    const deployed = await readDeployedTemplate(rehearsal);
    expectEqual('what was committed is deployed', deployed.includes(COMMITTED), true);
    expectEqual('what was planted is deployed', deployed.includes(`${PLANTED},`), false);
    await workTree.removeFile('cdk.out');
  },
};
