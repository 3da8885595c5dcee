import { changeRegistries } from '../../source/changes';
import { readStackResources, templatesOf } from '../../observe/stacks';
import { synthesizedTemplates } from '../../observe/pipeline/synthesized-templates';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';
import { PIPELINE_STACK } from '../../../lib/names';

/** What a commit's Synth would do to the artifacts of others: find them, and put its own in their place. */
const EXCHANGE = `
const { ListObjectsV2Command, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');
const s3 = new S3Client({ forcePathStyle: true });
(async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: process.argv[2] }));
  for (const { Key } of Contents) await s3.send(new PutObjectCommand({ Bucket: process.argv[2], Key, Body: 'ours' }));
  console.log('exchanged', Contents.length);
  process.exit(1);
})();
`;

/** The Synth of a later commit does not find what waits for the approval. */
export const exchangedArtifact: Scenario = {
  name: 'exchanged-artifact',
  summary: "A later commit's Synth looks for the artifacts that wait for the approval, and may not list them",
  begins: 'released',

  async run(rehearsal) {
    const { account, pipeline, source, workTree } = rehearsal;
    await changeRegistries(workTree, 'waiting');
    const commit = await rehearsal.push('The change that waits');
    const approval = await rehearsal.untilApproval(commit);
    const execution = await pipeline.executionOf(commit);
    const asked = await synthesizedTemplates(rehearsal, execution, 'Release');

    const good = await source.head();
    const bucket = (await readStackResources(account, PIPELINE_STACK)).find(
      ({ type }) => type === 'AWS::S3::Bucket',
    );
    await workTree.write('exchange.cjs', EXCHANGE);
    await workTree.replace(
      'package.json',
      '&& cdk synth',
      `&& node exchange.cjs ${bucket?.physicalId} && cdk synth`,
    );
    const found = await rehearsal.releaseFails(await rehearsal.push('A Synth that looks for it'));
    expectMatch('what Synth says', found, /Build › Synth failed[^]*not authorized to perform: s3:ListBucket/);

    await rehearsal.approver.answer(approval, 'Approved');
    await rehearsal.step('What was approved is released', async () => {
      await rehearsal.expectEnd(execution, 'Succeeded');
      expectEqual('the templates of Release', templatesOf(await rehearsal.stage('Release')), asked);
    });
    await source.restore(good);
  },
};
