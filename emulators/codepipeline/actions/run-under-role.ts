import type { ActionExecution } from '../execution/action-execution';
import type { Execution } from '../execution/execution';
import { ActionFailure } from '../execution/action-failure';
import type { ActionRunner } from './action-runner';
import { ArtifactStore } from '../artifacts/artifact-store';
import { assumeAsService, assumeRole } from '../aws/assume-role';
import type { AwsAccess } from '../aws/aws-access';
import { resolveConfiguration } from '../execution/variables';

/** Runs an action under its own role, which the pipeline's role assumes, or under the pipeline's role. */
export async function runUnderRole(
  runners: Readonly<Record<string, ActionRunner>>,
  account: AwsAccess,
  execution: Execution,
  action: ActionExecution,
): Promise<void> {
  const { declaration, signal } = action;
  const { name = '', roleArn = '' } = execution.pipeline;
  const runner = runners[declaration.actionTypeId?.provider ?? ''];
  const configuration = resolveConfiguration(declaration.configuration ?? {}, execution.variables);
  action.resolvedConfiguration = configuration;
  const pipelineRole = await assumeAsService(account, 'codepipeline.amazonaws.com', roleArn, name);
  const credentials = declaration.roleArn
    ? await assumeRole(account, pipelineRole, declaration.roleArn, execution.id).catch((error: Error) => {
        throw new ActionFailure(
          'PermissionError',
          `${roleArn} is not authorized to perform AssumeRole on role ${declaration.roleArn}: ${error.message}`,
        );
      })
    : pipelineRole;
  if (signal.aborted) return;
  const artifacts = new ArtifactStore(account, execution, declaration.region);
  const inputs = (declaration.inputArtifacts ?? []).map((input) => input.name ?? '');
  await artifacts.replicate(inputs, pipelineRole);
  await runner({ account, execution, action, artifacts, configuration, credentials, signal });
  if (declaration.namespace) execution.variables.set(declaration.namespace, action.outputVariables);
}
