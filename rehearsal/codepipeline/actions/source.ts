import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ActionFailure } from '../action-failure';
import type { ActionContext, ActionRunner } from '../action-runner';
import { useConnection } from '../connection';

const run = promisify(execFile);
const LARGEST = 1024 * 1024 * 1024;

/** Finds the git repository that stands for one on GitHub. */
export type FindRepository = (fullRepositoryId: string) => string;

/** Takes the head of a branch through a connection (action reference: "CodeStarSourceConnection"). */
export function sourceRunner(findRepository: FindRepository): ActionRunner {
  return async (context) => {
    const { ConnectionArn, FullRepositoryId, BranchName } = context.configuration;
    await expectConnection(context);
    const repository = findRepository(FullRepositoryId);
    const commit = await headOf(repository, BranchName);
    if (!commit) {
      throw new ActionFailure(
        'ConfigurationError',
        `[GitHub] No Branch [${BranchName}] found for FullRepositoryName [${FullRepositoryId}]: push it, or name another one`,
      );
    }
    const format = ['show', '--no-patch', '--format=%aI%x00%B', commit];
    const [date, message] = (await run('git', format, { cwd: repository })).stdout.split('\0');
    context.action.outputVariables = {
      AuthorDate: date.replace('+00:00', 'Z'),
      BranchName,
      CommitId: commit,
      CommitMessage: message.trim(),
      ConnectionArn,
      FullRepositoryName: FullRepositoryId,
    };
    const { execution, declaration } = context.action;
    execution.revise({
      actionName: declaration.name ?? '',
      revisionId: commit,
      revisionSummary: JSON.stringify({ ProviderType: 'GitHub', CommitMessage: message.trim() }),
      revisionUrl: `https://github.com/${FullRepositoryId}/commit/${commit}`,
    });
    context.action.externalExecutionId = commit;

    const archive = ['archive', '--format=zip', commit];
    const { stdout } = await run('git', archive, { cwd: repository, encoding: 'buffer', maxBuffer: LARGEST });
    for (const { name = '' } of declaration.outputArtifacts ?? []) {
      const location = context.artifacts.newLocation(name);
      await context.artifacts.put(location, stdout, context.credentials);
      context.artifacts.publish(name, location);
    }
  };
}

/** Full id of the commit at the head of a branch, if the branch is there. */
export async function headOf(repository: string, branch: string): Promise<string | undefined> {
  const listing = await run('git', ['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`], {
    cwd: repository,
  });
  return listing.stdout.trim() || undefined;
}

async function expectConnection({ account, credentials, configuration }: ActionContext): Promise<void> {
  const { ConnectionArn } = configuration;
  const status = await useConnection(account, credentials, configuration).catch((error: Error) => {
    throw new ActionFailure(
      'PermissionError',
      `[GitHub] Unable to use Connection: ${ConnectionArn}. The provided role does not have sufficient permissions. (${error.message})`,
    );
  });
  if (status !== 'AVAILABLE') {
    throw new ActionFailure(
      'ConfigurationError',
      `[GitHub] Connection ${ConnectionArn} is not available, its status is ${status}: finish its handshake in the console (Developer Tools, Settings, Connections), then release the change or push again`,
    );
  }
}
