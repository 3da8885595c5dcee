import { ActionFailure } from '../execution/action-failure';
import type { ActionContext, ActionRunner } from './action-runner';
import { useConnection, usesOfSource } from '../aws/connection';
import { findCommit, FindRepository, git, headOf } from '../source/git';

/** Takes the head of a branch through a connection (action reference: "CodeStarSourceConnection"). */
export function sourceRunner(findRepository: FindRepository): ActionRunner {
  return async (context) => {
    const { ConnectionArn, FullRepositoryId, BranchName, OutputArtifactFormat } = context.configuration;
    if (OutputArtifactFormat && OutputArtifactFormat !== 'CODE_ZIP') {
      throw new ActionFailure(
        'ConfigurationError',
        `OutputArtifactFormat ${OutputArtifactFormat} is not supported here, expected CODE_ZIP`,
      );
    }
    await checkConnection(context);
    const repository = findRepository(FullRepositoryId);
    const { execution } = context;
    const { declaration } = context.action;
    const wanted = execution.options.commits?.[declaration.name ?? ''];
    const commit = wanted ? await findCommit(repository, wanted) : await headOf(repository, BranchName);
    if (!commit) {
      throw new ActionFailure(
        'ConfigurationError',
        wanted
          ? `[GitHub] No commit [${wanted}] found for FullRepositoryName [${FullRepositoryId}]: give the id of one that was pushed`
          : `[GitHub] No Branch [${BranchName}] found for FullRepositoryName [${FullRepositoryId}]: push it, or name another one`,
      );
    }
    const shown = await git(repository, 'show', '--no-patch', '--format=%aI%x00%B', commit);
    const [date, message] = shown.toString().split('\0');
    context.action.outputVariables = {
      AuthorDate: new Date(date).toISOString().replace('.000', ''),
      BranchName,
      CommitId: commit,
      CommitMessage: message.trim(),
      ConnectionArn,
      FullRepositoryName: FullRepositoryId,
    };
    execution.revise({
      actionName: declaration.name ?? '',
      revisionId: commit,
      revisionSummary: JSON.stringify({ ProviderType: 'GitHub', CommitMessage: message.trim() }),
      revisionUrl: `https://github.com/${FullRepositoryId}/commit/${commit}`,
    });
    context.action.externalExecutionId = commit;

    const archive = await git(repository, 'archive', '--format=zip', commit);
    for (const { name = '' } of declaration.outputArtifacts ?? []) {
      const location = context.artifacts.newLocation(name);
      await context.artifacts.put(location, archive, context.credentials);
      context.artifacts.publish(name, location);
    }
  };
}

async function checkConnection({ account, credentials, configuration }: ActionContext): Promise<void> {
  const { ConnectionArn } = configuration;
  let status = '';
  for (const use of usesOfSource(configuration)) {
    status = await useConnection(account, credentials, use).catch((error: Error) => {
      throw new ActionFailure(
        'PermissionError',
        `[GitHub] Unable to use Connection: ${ConnectionArn}. The provided role does not have sufficient permissions. (${error.message})`,
      );
    });
  }
  if (status !== 'AVAILABLE') {
    throw new ActionFailure(
      'ConfigurationError',
      `[GitHub] Connection ${ConnectionArn} is not available, its status is ${status}: complete the pending connection in the console (Developer Tools, Settings, Connections), then release the change or push again`,
    );
  }
}
