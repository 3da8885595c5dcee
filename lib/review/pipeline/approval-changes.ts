import { Change, RESOURCE, WEIGHT } from '../change';
import type { Comparison } from '../comparison';
import { list } from '../permissions/action-words';
import type { Action, Pipeline } from './pipeline';

const APPROVAL = 'Approval/Manual';

/** Whether Release is deployed without being approved, which it was not before. */
export function approvalChanges(
  was: Pipeline | undefined,
  is: Pipeline,
  { before, after }: Comparison,
): Change[] {
  const released = new Set(
    [...before, ...after].filter(({ stage }) => stage === 'Release').map(({ name }) => name),
  );
  const earlier = new Set(was ? unapproved(was, released) : []);
  const now = unapproved(is, released).filter((name) => !earlier.has(name));
  if (now.length === 0) return [];
  return [
    {
      kind: 'approval',
      severity: 'widened',
      stage: 'Release',
      resource: is.name,
      phrase: `the pipeline ${RESOURCE} deploys ${list(now)} without an approval`,
      weight: WEIGHT.approvalGone,
      tells: [is.key],
    },
  ];
}

/** What is deployed to Release, or done in one of its stages, before an approval was asked for in these. */
function unapproved(pipeline: Pipeline, released: ReadonlySet<string>): string[] {
  const position = ({ stage, runOrder }: Action) => [pipeline.stages.indexOf(stage), runOrder] as const;
  const approvals = pipeline.actions.filter(
    ({ provider, stage, settings }) => provider === APPROVAL && settings.Owner === 'AWS' && isRelease(stage),
  );
  const names = pipeline.actions
    .filter(({ provider }) => provider.startsWith('Deploy/'))
    .filter((action) => isRelease(action.stage) || released.has(stackOf(action)))
    .filter((action) => {
      const [stage, order] = position(action);
      return !approvals.some((approval) => {
        const [at, asked] = position(approval);
        return at < stage || (at === stage && asked < order);
      });
    })
    .map((action) => stackOf(action) || action.name);
  return [...new Set(names)];
}

/** Stages that CDK splits are called `Release.1`, `Release.2`. */
function isRelease(stage: string): boolean {
  return /^Release(\.\d+)?$/.test(stage);
}

/** The stack that an action deploys, if it deploys one. */
export function stackOf({ settings }: Action): string {
  const { StackName } = (settings.Configuration ?? {}) as { readonly StackName?: unknown };
  return typeof StackName === 'string' ? StackName : '';
}
