import { githubSubjects } from '../../../lib/access/github-subjects';
import { CONFIGURATION } from '../configuration/configuration-text';
import { WantedEnvironment } from '../configuration/wanted-environments';
import { addressOf, readSubjectTemplate, SubjectTemplate } from './subject-template';

/** What was found of the subjects under which jobs present themselves. */
export interface SubjectFindings {
  /** Subjects that no push role trusts. */
  readonly problems: readonly string[];

  /** What could not be read. */
  readonly notes: readonly string[];
}

/**
 * Compares the subjects that GitHub gives the jobs of images' repositories with those that the push roles trust.
 *
 * They are not changed here: roles of other apps may rely on them.
 *
 * @param environments One of a repository is enough: the subjects of the others differ in its name alone
 */
export async function subjectFindings(environments: readonly WantedEnvironment[]): Promise<SubjectFindings> {
  const problems: string[] = [];
  const notes: string[] = [];
  const byRepository = new Map(environments.map((environment) => [environment.repository, environment]));
  for (const environment of byRepository.values()) {
    const template = await readSubjectTemplate(environment.repository);
    if (typeof template === 'string') notes.push(unreadable(environment, template));
    else if (!isTrusted(environment, template)) problems.push(problem(environment, template));
  }
  return { problems, notes };
}

function isTrusted(environment: WantedEnvironment, template: SubjectTemplate): boolean {
  return trustedBy(environment).some((trusted) => presented(environment, template, trusted) === trusted);
}

function trustedBy({ image, name }: WantedEnvironment): string[] {
  return githubSubjects(image, name);
}

/** @param trusted Has the form of `repo` that is supposed where GitHub does not say it */
function presented({ name }: WantedEnvironment, { keys, prefix }: SubjectTemplate, trusted: string): string {
  const context = `environment:${name}`;
  const repo = prefix ?? trusted.slice(0, -`:${context}`.length);
  const known: Readonly<Record<string, string>> = { repo, context, environment: context };
  return keys.map((key) => known[key] ?? `${key}:…`).join(':');
}

function problem(environment: WantedEnvironment, template: SubjectTemplate): string {
  const { image, name, repository } = environment;
  const trusted = trustedBy(environment);
  const subject = presented(environment, template, trusted[0]);
  const { customizedBy, keys } = template;
  const why = customizedBy ? ` (${customizedBy} makes it of ${keys.join(', ')})` : '';
  const fix = customizedBy
    ? `unless roles of other apps rely on it, give ${repository} GitHub's own: gh api --method PUT ${addressOf(`repos/${repository}`)} -F use_default=true`
    : `let the entry of ${image.name} in ${CONFIGURATION} name repository, ownerId and repositoryId as GitHub does and say no subject, so that both forms are trusted, and release that`;
  return `Every push will be refused: a job of ${repository} in the environment ${name} presents itself as '${subject}'${why}, expected ${trusted.map((one) => `'${one}'`).join(' or ')}, which the push role trusts: ${fix}`;
}

function unreadable(environment: WantedEnvironment, refusal: string): string {
  const { repository } = environment;
  const trusted = trustedBy(environment).map((one) => `'${one}'`);
  return `Not known: the subject of the jobs of ${repository}, which GitHub does not show this account (${refusal}). The push role trusts ${trusted.join(' or ')} alone: have a token with the scopes repo and read:org (or Actions: read, and Administration: read of the organization) run this again, or see that it says use_default: gh api ${addressOf(`repos/${repository}`)}`;
}
