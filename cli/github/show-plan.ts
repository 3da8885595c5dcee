import { showChange } from './changes/change';
import { GitHubPlan } from './plan';

/** The plan for a person to read, with its commands. */
export function showPlan({ changes, notes, problems, skippedStages }: GitHubPlan): string {
  const isDone = problems.length === 0 && notes.length === 0;
  const nothing = isDone ? 'GitHub is set up; nothing to do.' : 'Nothing to be changed here.';
  return [
    ...(skippedStages ? [reportSkippedStages(skippedStages)] : []),
    ...notes,
    ...problems,
    changes.length > 0 ? ['To be changed:', ...changes.map(showChange)].join('\n') : nothing,
  ].join('\n\n');
}

/** Credentials are of one account, so the command is run once for each. @param places Stages with their accounts */
export function reportSkippedStages(places: string): string {
  return `Left out: ${places}. Run this with the credentials of each, too: say --profile NAME.`;
}
