import type { ImageConfig } from '../config/distribution';

/**
 * Subjects under which a job of an image's repository presents itself from a GitHub environment.
 *
 * GitHub has two forms: the classic one names owner and repository, the immutable one their ids as well,
 * so that a name given up and taken by somebody else opens nothing (GitHub Docs, "OpenID Connect
 * reference"). Which of them a repository uses depends on its age and settings.
 */
export function githubSubjects(image: ImageConfig, environment: string): string[] {
  const { owner, repository, ownerId, repositoryId } = image.github;
  const classic = `repo:${owner}/${repository}:environment:${environment}`;
  const immutable = `repo:${owner}@${ownerId}/${repository}@${repositoryId}:environment:${environment}`;
  return { classic: [classic], immutable: [immutable], both: [classic, immutable] }[image.subject];
}
