import { Distribution, ImageConfig, StageName } from '../../lib/config';
import { branchProtectionChanges } from './changes/branch-protection';
import { Change } from './changes/change';
import { codeOwnerChanges } from './changes/code-owners';
import { environmentChanges } from './changes/environments/environment-changes';
import { variableChanges } from './changes/environments/variable-changes';
import { defaultBranches } from './configuration/default-branches';
import { idChanges } from './configuration/ids';
import { WantedEnvironment, wantedEnvironments } from './configuration/wanted-environments';
import { findReviewers } from './people/reviewers';
import { subjectFindings } from './subjects/subject-findings';
import { chooseImages } from '../shared/images';
import { placesOf } from '../shared/stage-stacks';

/** What is going to be changed in GitHub and in this checkout. */
export interface GitHubPlan {
  /** In the order in which they are made. */
  readonly changes: readonly Change[];

  /** What no change of these mends, and what could not be read. */
  readonly notes: readonly string[];

  /** What has every push refused until somebody decides about it. */
  readonly problems: readonly string[];

  /** Stages that are left out, with their accounts. @default - none */
  readonly skippedStages?: string;

  /** Whether the changes are the ids, without which the configuration does not load and nothing else can be planned. */
  readonly isOfIds: boolean;
}

/** What is to be set up, and by whom it is owned. */
export interface PlanOptions {
  /** Logins and `org/team` of who may agree to a release. */
  readonly reviewer: readonly string[];

  /** False when Release is to have none. */
  readonly reviewers: boolean;

  /** Logins and `org/team` of the code owners. */
  readonly owner: readonly string[];
}

/** What of the distribution is set up. */
export interface Scope {
  /** The configuration as it is written. */
  readonly text: string;

  /** Loads the configuration, which may lack ids until they are written. */
  readonly load: () => Promise<Distribution>;
  readonly imageNames: readonly string[];
  readonly stageNames: readonly StageName[];
}

/** Reads all that is to be changed, and changes nothing. @throws Error when something of it cannot be changed */
export async function readPlan(scope: Scope, options: PlanOptions): Promise<GitHubPlan> {
  const ids = await idChanges(scope.text);
  if (ids.length > 0) return { changes: ids, notes: [], problems: [], isOfIds: true };
  const distribution = await scope.load();
  const images = chooseImages(distribution, scope.imageNames);
  return planOf(distribution, images, scope.stageNames, options);
}

async function planOf(
  distribution: Distribution,
  images: readonly ImageConfig[],
  stageNames: readonly StageName[],
  { owner, reviewer, reviewers }: PlanOptions,
): Promise<GitHubPlan> {
  const { environments, elsewhere } = await wantedEnvironments(distribution, images, stageNames);
  const branches = await defaultBranches(environments.map(repositoryOf));
  const released = environments.filter(({ stageName }) => stageName === 'Release');
  const named = reviewer.length > 0 ? await findReviewers(reviewer, released.map(repositoryOf)) : undefined;
  const { repository, branch } = distribution.source;
  const owners = await codeOwnerChanges(repository, branch, owner);
  const changes: Change[] = [];
  // Release first: what GitHub's plan does not offer is refused there, before anything else has changed.
  for (const environment of environments.toSorted((a, b) => b.stageName.localeCompare(a.stageName))) {
    const deployers = { branch: branches[environment.repository], reviewers: reviewers ? named : [] };
    changes.push(...(await environmentChanges(environment, deployers)));
    changes.push(...(await variableChanges(environment)));
  }
  const protection = await branchProtectionChanges(repository, branch);
  const subjects = await subjectFindings(environments);
  return {
    changes: [...changes, ...protection.changes, ...owners.changes],
    notes: [...protection.notes, ...owners.notes, ...subjects.notes],
    problems: subjects.problems,
    skippedStages: elsewhere.length > 0 ? placesOf(distribution, elsewhere) : undefined,
    isOfIds: false,
  };
}

function repositoryOf({ repository }: WantedEnvironment): string {
  return repository;
}
