import { randomUUID } from 'node:crypto';
import {
  BatchGetBuildsCommand,
  Build,
  CodeBuildClient,
  EnvironmentVariable,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import { ActionFailure } from '../execution/action-failure';
import type { ActionRunner } from './action-runner';
import type { BuildService } from '../builds/build-service';

/** Starts a build and waits for it, under the action's role (action reference: "AWS CodeBuild"). */
export function codeBuildRunner(builds: BuildService): ActionRunner {
  return async ({ account, execution, action, artifacts, configuration, credentials, signal }) => {
    const { inputArtifacts = [], outputArtifacts = [] } = action.declaration;
    const primary = configuration.PrimarySource ?? inputArtifacts[0]?.name;
    const others = inputArtifacts.map(({ name = '' }) => name).filter((name) => name !== primary);
    const idempotencyToken = randomUUID();
    builds.prepare(idempotencyToken, {
      artifacts,
      inputs: primary ? [primary, ...others] : others,
      outputs: outputArtifacts.map(({ name = '' }) => name),
      pipelineName: execution.pipeline.name ?? '',
      sourceVersion: execution.revisions[0]?.revisionId,
    });
    const client = new CodeBuildClient(account.sdk(credentials));
    const started = await client.send(
      new StartBuildCommand({
        projectName: configuration.ProjectName,
        environmentVariablesOverride: JSON.parse(
          configuration.EnvironmentVariables ?? '[]',
        ) as EnvironmentVariable[],
        idempotencyToken,
      }),
    );
    const id = started.build?.id ?? '';
    action.externalExecutionId = id;
    // Asked at once, too, so that an action that may not ask fails early. In between nothing is asked: on this machine
    // that would only take time from the build.
    await describe(client, id);
    await Promise.race([builds.ended(id), action.abandoned()]);
    // A build whose execution was ended early goes on by itself, as on AWS.
    if (signal.aborted) return;
    const build = await describe(client, id);
    const exported = build?.exportedEnvironmentVariables ?? [];
    action.outputVariables = Object.fromEntries(exported.map(({ name = '', value = '' }) => [name, value]));
    if (build?.buildStatus === 'SUCCEEDED') return;
    const message = build?.phases?.[0]?.contexts?.[0]?.message ?? '';
    throw new ActionFailure('JobFailed', `Build terminated with state: ${build?.buildStatus}. ${message}`);
  };
}

async function describe(client: CodeBuildClient, id: string): Promise<Build | undefined> {
  return (await client.send(new BatchGetBuildsCommand({ ids: [id] }))).builds?.[0];
}
