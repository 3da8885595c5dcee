import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import distribution from '../../../distribution.config';
import { StageName } from '../../../lib/config';
import { readZipped } from '../../../emulators/codepipeline';
import { Rehearsal } from '../../runner/rehearsal';

/** Templates that an execution made for a stage, by the names of their stacks, as they lie in its artifact. */
export async function synthesizedTemplates(
  { account, pipeline }: Rehearsal,
  executionId: string,
  stageName: StageName,
): Promise<Record<string, string>> {
  const synth = (await pipeline.actions(executionId)).find(({ actionName }) => actionName === 'Synth');
  const { bucket: Bucket, key: Key } = synth?.output?.outputArtifacts?.[0]?.s3location ?? {};
  const { Body } = await new S3Client({ ...account.sdk(), forcePathStyle: true }).send(
    new GetObjectCommand({ Bucket, Key }),
  );
  const archive = Buffer.from((await Body?.transformToByteArray()) ?? []);
  const { pipeline: declaration } = await new CodePipelineClient(account.sdk()).send(
    new GetPipelineCommand({ name: distribution.name }),
  );
  const stage = declaration?.stages?.find(({ name }) => name === stageName);
  const templates: [string, string][] = [];
  for (const { configuration = {} } of stage?.actions ?? []) {
    if (!configuration.StackName) continue;
    const file = configuration.TemplatePath.split('::')[1];
    templates.push([configuration.StackName, (await readZipped(archive, file)) ?? '']);
  }
  return Object.fromEntries(templates.sort(([a], [b]) => a.localeCompare(b)));
}
