import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { PIPELINE_STACK } from '../../lib/names';
import { assumeRole } from '../actors/sessions/assume-role';
import { toolkitName, toolkitRoleArn } from '../actors/toolkit-name';
import { Rehearsal } from '../runner/rehearsal';

/**
 * Puts the template that the work tree synthesises into the staging bucket, with another text in the place of one.
 *
 * The operator may write to the bucket, and whoever reads a pull request knows what it synthesises.
 */
export async function plantTemplate(
  { account, directory, operator }: Rehearsal,
  committed: string,
  planted: string,
): Promise<void> {
  const output = directory.assemblyOf('planted');
  await operator.commandsInWorkTree.with({ output }).cdk('synth', '--quiet');
  const [template, key] = await Promise.all([
    fs.readFile(path.join(output, `${PIPELINE_STACK}.template.json`), 'utf8'),
    objectKey(output),
  ]);
  const role = toolkitRoleArn(account, 'file-publishing');
  const publisher = await assumeRole(account, role, operator.credentials);
  await new S3Client({ ...account.sdk(publisher), forcePathStyle: true }).send(
    new PutObjectCommand({
      Bucket: toolkitName(account, 'assets'),
      Key: key,
      Body: template.replaceAll(committed, planted),
    }),
  );
}

/** Under which name the assembly publishes the template of the pipeline. */
async function objectKey(output: string): Promise<string> {
  const text = await fs.readFile(path.join(output, `${PIPELINE_STACK}.assets.json`), 'utf8');
  const [file] = Object.values(
    (JSON.parse(text) as { files: Record<string, { destinations: Record<string, { objectKey: string }> }> })
      .files,
  );
  return Object.values(file.destinations)[0].objectKey;
}

/** The template of the pipeline's stack as it was deployed. */
export async function readDeployedTemplate({ account }: Rehearsal): Promise<string> {
  const client = new CloudFormationClient(account.sdk());
  const { TemplateBody = '' } = await client.send(
    new GetTemplateCommand({ StackName: PIPELINE_STACK, TemplateStage: 'Original' }),
  );
  return TemplateBody;
}
