import { showChange } from './changes/change';
import { GitHubPlan } from './plan';

/** The plan for a person to read, with its commands. */
export function showPlan({ changes, notes, skippedStages }: GitHubPlan): string {
  return [
    ...(skippedStages ? [reportSkippedStages(skippedStages)] : []),
    ...notes,
    changes.length > 0
      ? ['To be changed:', ...changes.map(showChange)].join('\n')
      : 'GitHub is set up; nothing to do.',
  ].join('\n\n');
}

/** Credentials are of one account, so the command is run once for each. @param places Stages with their accounts */
export function reportSkippedStages(places: string): string {
  return `Left out: ${places}. Run this with the credentials of each, too: say --profile NAME.`;
}
