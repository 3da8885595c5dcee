import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { BatchGetProjectsCommand, CodeBuildClient, Project } from '@aws-sdk/client-codebuild';
import { ActionFailure } from '../execution/action-failure';
import type { AwsAccess } from '../aws/aws-access';
import { Buildspec, parseBuildspec } from './buildspec';

/** @throws ActionFailure when there is no project of that name */
export async function findProject(account: AwsAccess, name: string): Promise<Project> {
  const client = new CodeBuildClient(account.sdk());
  const { projects = [] } = await client.send(new BatchGetProjectsCommand({ names: [name] }));
  if (!projects[0]) throw new ActionFailure('ConfigurationError', `Project cannot be found: ${name}`);
  return projects[0];
}

/**
 * The project's own buildspec, or the one that it names in the source.
 *
 * @throws ActionFailure when it is not there, or is not a buildspec
 */
export async function readBuildspec(project: Project, source: string): Promise<Buildspec> {
  const given = project.source?.buildspec || 'buildspec.yml';
  if (given.includes('\n') || given.trimStart().startsWith('{')) return parseBuildspec(given);
  const text = await fs.readFile(path.join(source, given), 'utf8').catch((error: Error) => {
    throw new ActionFailure(
      'ConfigurationError',
      `Phase: DOWNLOAD_SOURCE, Code: YAML_FILE_ERROR, Message: the source has no file ${given}, which project ${project.name} names as its buildspec (${error.message})`,
    );
  });
  return parseBuildspec(text);
}
