import type { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution, STAGE_NAMES, StageName } from '../../lib/config';
import { TOOLKIT_STACK } from '../../lib/names';
import { Finding } from './finding';

/** Statuses of a toolkit of which nothing but its name is left. */
const EMPTY = ['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS', 'DELETE_COMPLETE'];

/** An account and region that holds stages and not the pipeline. */
export interface StagePlace {
  readonly account: string;

  /** @default - the caller's */
  readonly region?: string;
  readonly stages: readonly StageName[];
}

/** Where stages are that are in another account than the pipeline, in the order of stages. */
export function stagePlaces({ pipeline, stages }: Distribution): StagePlace[] {
  const places = new Map<string, StagePlace>();
  for (const name of STAGE_NAMES) {
    const { account, region } = stages[name];
    if (!account || account === pipeline.account) continue;
    const place = places.get(`${account} ${region}`) ?? { account, region, stages: [] };
    places.set(`${account} ${region}`, { ...place, stages: [...place.stages, name] });
  }
  return [...places.values()];
}

/** A place by its number and its stages. */
export function nameOf({ account, stages }: StagePlace): string {
  return `${account} (${stages.join(', ')})`;
}

/** What keeps the pipeline out of an account, seen from within that account. */
export function toolkitFindings(
  place: StagePlace,
  stacks: readonly Stack[],
  { pipeline }: Distribution,
): Finding[] {
  const toolkit = stacks.find(({ StackName }) => StackName === TOOLKIT_STACK);
  const where = `Account ${nameOf(place)}, region ${place.region},`;
  const command = 'npm run bootstrap';
  if (!toolkit || EMPTY.includes(toolkit.StackStatus ?? '')) {
    const problem = `${where} is not bootstrapped: the pipeline in account ${pipeline.account} cannot deploy there.`;
    return [{ problem, fixes: [{ instruction: 'Bootstrap it', by: 'administrator', command }] }];
  }
  const trusted = toolkit.Parameters?.find(({ ParameterKey }) => ParameterKey === 'TrustedAccounts');
  const trusts = (trusted?.ParameterValue ?? '').split(',').filter(Boolean);
  if (trusts.includes(pipeline.account ?? '')) return [];
  const problem = `${where} is bootstrapped, but trusts ${trusts.join(', ') || 'no other account'} and not ${pipeline.account}, where the pipeline is.`;
  return [{ problem, fixes: [{ instruction: 'Bootstrap it again', by: 'administrator', command }] }];
}
