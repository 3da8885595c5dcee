import { GitHubRepositoryFacts, read, readIfAllowed } from '../gh';

/** Of what GitHub makes the subject of a repository's jobs. */
export interface SubjectTemplate {
  /** Names of claims, in their order. */
  readonly keys: readonly string[];

  /** Who has said so. @default - nobody: it is GitHub's own */
  readonly customizedBy?: string;

  /** What stands for the claim `repo`, with ids or without. @default - GitHub does not say it */
  readonly prefix?: string;
}

/** What GitHub makes a subject of unless it is told otherwise; `context` is `environment:NAME` for a job that names one. */
const DEFAULT_KEYS = ['repo', 'context'];

/**
 * As GitHub's API shows it ("REST API endpoints for GitHub Actions OIDC").
 *
 * The prefix is what counts: `use_immutable_subject` is false as well where the organization decides it.
 */
interface RepositoryCustomization {
  readonly use_default: boolean;
  readonly include_claim_keys?: readonly string[];
  readonly sub_claim_prefix?: string;
}

interface OrganizationCustomization {
  readonly include_claim_keys?: readonly string[];
}

/**
 * Reads the template that is in force for a repository.
 *
 * That of the organization counts only where the repository opted in, by `use_default: false` without claims of its
 * own (GitHub Docs, "OpenID Connect reference", "Customizing the subject claims for an organization or repository").
 *
 * @returns a string, GitHub's words, where the account may not read it
 */
export async function readSubjectTemplate(repository: string): Promise<SubjectTemplate | string> {
  const own = await readIfAllowed<RepositoryCustomization>(addressOf(`repos/${repository}`));
  if ('refusal' in own) return own.refusal;
  const { use_default, include_claim_keys: keys = [], sub_claim_prefix: prefix } = own.value;
  if (use_default) return { keys: DEFAULT_KEYS, prefix };
  if (keys.length > 0) return { keys, customizedBy: `the repository ${repository}`, prefix };
  const { owner } = await read<GitHubRepositoryFacts>(`repos/${repository}`);
  if (owner.type === 'User') return { keys: DEFAULT_KEYS, prefix };
  const [organization] = repository.split('/');
  const theirs = await readIfAllowed<OrganizationCustomization>(addressOf(`orgs/${organization}`));
  if ('refusal' in theirs) return theirs.refusal;
  const { include_claim_keys: all = [] } = theirs.value;
  return all.length > 0
    ? { keys: all, customizedBy: `the organization ${organization}`, prefix }
    : { keys: DEFAULT_KEYS, prefix };
}

/** Where the customization of a repository or an organization is. */
export function addressOf(owner: string): string {
  return `${owner}/actions/oidc/customization/sub`;
}
