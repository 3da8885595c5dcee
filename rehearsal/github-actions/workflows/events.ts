import picomatch from 'picomatch';

/** What happens in a repository on GitHub, and what a workflow is told of it in its context `github`. */
export interface WorkflowEvent {
  readonly name: 'pull_request' | 'push' | 'workflow_dispatch';

  /** Commit that is checked out. */
  readonly sha: string;
  readonly ref: string;

  /** Branch of a pull request. */
  readonly headRef?: string;

  /** Repository from which a pull request comes. */
  readonly headRepository?: string;

  /** Files that differ from before. */
  readonly changed?: readonly string[];
  readonly inputs?: Readonly<Record<string, string>>;
}

/** `on` of a workflow. */
export type Triggers = Readonly<
  Partial<Record<WorkflowEvent['name'], { readonly branches?: string[]; readonly paths?: string[] } | null>>
>;

/** Whether a workflow is started by an event (GitHub Docs, "Workflow syntax", `on`). */
export function isStartedBy(event: WorkflowEvent, triggers: Triggers): boolean {
  if (!(event.name in triggers)) return false;
  const { branches, paths } = triggers[event.name] ?? {};
  const branch = event.ref.replace(/^refs\/heads\//, '');
  // A trigger that names branches is not for tags.
  if (branches && !(event.ref !== branch && picomatch.isMatch(branch, branches))) return false;
  const isNamed = picomatch(paths ?? ['**'], { dot: true });
  return event.changed?.some((file) => isNamed(file)) ?? true;
}

/** A repository as its workflows are told of it. */
export interface RepositoryFacts {
  readonly fullName: string;
  readonly defaultBranch: string;
}

/** The context `github` (GitHub Docs, "Contexts reference"). */
export function githubContext(
  event: WorkflowEvent,
  repository: RepositoryFacts,
  runId: number,
  attempt: number,
): object {
  return {
    event_name: event.name,
    sha: event.sha,
    ref: event.ref,
    head_ref: event.headRef ?? '',
    repository: repository.fullName,
    run_id: String(runId),
    run_attempt: String(attempt),
    actor: 'developer',
    event: {
      repository: { default_branch: repository.defaultBranch },
      pull_request: {
        head: { sha: event.sha, repo: { full_name: event.headRepository ?? repository.fullName } },
      },
    },
  };
}
