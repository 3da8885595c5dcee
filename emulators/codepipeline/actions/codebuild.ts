import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  EnvironmentVariable,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import { ActionFailure } from '../execution/action-failure';
import type { ActionRunner } from '../execution/action-runner';
import type { BuildService } from '../builds/build-service';

const POLL_MILLISECONDS = 300;

/** Starts a build and waits for it, under the action's role (action reference: "AWS CodeBuild"). */
export function codeBuildRunner(builds: BuildService): ActionRunner {
  return async ({ account, action, artifacts, configuration, credentials, signal }) => {
    const { declaration, execution } = action;
    const { inputArtifacts = [], outputArtifacts = [] } = declaration;
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
    for (;;) {
      const { builds: [build] = [] } = await client.send(new BatchGetBuildsCommand({ ids: [id] }));
      if (build?.buildComplete) {
        const exported = build.exportedEnvironmentVariables ?? [];
        action.outputVariables = Object.fromEntries(
          exported.map(({ name = '', value = '' }) => [name, value]),
        );
        if (build.buildStatus === 'SUCCEEDED') return;
        const message = build.phases?.[0]?.contexts?.[0]?.message ?? '';
        throw new ActionFailure('JobFailed', `Build terminated with state: ${build.buildStatus}. ${message}`);
      }
      // A build whose execution was ended early goes on by itself, as on AWS.
      if (signal.aborted) return;
      await sleep(POLL_MILLISECONDS);
    }
  };
}
