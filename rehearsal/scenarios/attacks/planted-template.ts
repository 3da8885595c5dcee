import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { assumeRole } from '../../actors/assume-role';
import { Rehearsal } from '../../runner/rehearsal';
import { expectEqual, Scenario } from '../scenario';
import { PIPELINE_STACK } from '../../../lib/names';
import { toolkitName, toolkitRoleArn } from '../../actors/toolkit-name';

/** How long the commit keeps artifacts, and how long what is planted would. */
const [COMMITTED, PLANTED] = ['"ExpirationInDays":31', '"ExpirationInDays":1'];

/** What somebody puts where a commit to come will find it is not what is deployed. */
export const plantedTemplate: Scenario = {
  name: 'planted-template',
  summary:
    'A template in the staging bucket under the hash of a commit to come, and files for its assembly, are not used',
  begins: 'released',

  async run(rehearsal) {
    const { workTree } = rehearsal;
    await workTree.replace('lib/pipeline/artifact-bucket.ts', 'ARTIFACT_DAYS = 30', 'ARTIFACT_DAYS = 31');
    await rehearsal.step('An operator plants a template under the hash of the commit to come', () =>
      plantTemplate(rehearsal),
    );
    await workTree.write('cdk.out/cdk.json', JSON.stringify({ build: 'echo planted; exit 1' }));
    await rehearsal.releases(await rehearsal.push('A change of the pipeline, with a cdk.out'));
    const deployed = await deployedTemplate(rehearsal);
    expectEqual('what was committed is deployed', deployed.includes(COMMITTED), true);
    expectEqual('what was planted is deployed', deployed.includes(`${PLANTED},`), false);
    await workTree.removeFile('cdk.out');
  },
};

/** Whoever deploys may write to the staging bucket, and whoever reads a pull request knows what it synthesises. */
async function plantTemplate({ account, directory, operator }: Rehearsal): Promise<void> {
  const output = directory.assemblyOf('planted');
  await operator.commandsInWorkTree.with({ output }).cdk('synth', '--quiet');
  const [template, key] = await Promise.all([
    fs.readFile(path.join(output, 'PipelineStack.template.json'), 'utf8'),
    objectKey(output),
  ]);
  const role = toolkitRoleArn(account, 'file-publishing');
  const publisher = await assumeRole(account, role, operator.credentials);
  await new S3Client({ ...account.sdk(publisher), forcePathStyle: true }).send(
    new PutObjectCommand({
      Bucket: toolkitName(account, 'assets'),
      Key: key,
      Body: template.replaceAll(COMMITTED, PLANTED),
    }),
  );
}

/** Under which name the assembly publishes the template of the pipeline. */
async function objectKey(output: string): Promise<string> {
  const text = await fs.readFile(path.join(output, 'PipelineStack.assets.json'), 'utf8');
  const [file] = Object.values(
    (JSON.parse(text) as { files: Record<string, { destinations: Record<string, { objectKey: string }> }> })
      .files,
  );
  return Object.values(file.destinations)[0].objectKey;
}

async function deployedTemplate({ account }: Rehearsal): Promise<string> {
  const client = new CloudFormationClient(account.sdk());
  const { TemplateBody = '' } = await client.send(
    new GetTemplateCommand({ StackName: PIPELINE_STACK, TemplateStage: 'Original' }),
  );
  return TemplateBody;
}
