import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Level, LEVEL_ACTIONS } from './permission-tables';

/** Characters of a managed policy, white space not counted ("IAM and AWS STS quotas", IAM User Guide). */
const MAX_CHARACTERS = 6144;

/** Where repositories are. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Where ARNs are longest: what fits there fits everywhere, and is the same everywhere. */
const PLACE_OF_MAX_LENGTH: Place = {
  partition: 'aws-us-gov',
  region: RegionInfo.regions.map(({ name }) => name).reduce((a, b) => (b.length > a.length ? b : a)),
  account: '1'.repeat(12),
};

/** One statement of a policy. */
export interface PolicyStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Statements that open repositories at some levels, as few policies as have room for them. */
export function groupPolicies(
  levels: readonly Level[],
  repositoryNames: readonly string[],
  place: Place,
): PolicyStatement[][] {
  return splitByRoom(levels, repositoryNames).map((names, index) =>
    statements(levels, names, place, index === 0),
  );
}

/**
 * Names policy by policy, in their order, so that one at the end changes the last policy only.
 *
 * One further ahead moves others to the next policy, and CloudFormation updates them in no order that is promised.
 */
function splitByRoom(levels: readonly Level[], repositoryNames: readonly string[]): string[][] {
  const policies: string[][] = [];
  for (const name of repositoryNames) {
    const last = [...(policies.at(-1) ?? []), name];
    const hasRoom = characters(statements(levels, last, PLACE_OF_MAX_LENGTH, true)) <= MAX_CHARACTERS;
    if (policies.length > 0 && hasRoom) policies.splice(-1, 1, last);
    else policies.push([name]);
  }
  return policies;
}

/** Authorize is granted once, by the first policy of a group. */
function statements(
  levels: readonly Level[],
  repositoryNames: readonly string[],
  { partition, region, account }: Place,
  isFirst: boolean,
): PolicyStatement[] {
  const actions = levels.filter((level) => level !== 'Authorize').flatMap((level) => LEVEL_ACTIONS[level]);
  const authorizes = isFirst && levels.includes('Authorize');
  return [
    ...(authorizes ? [{ actions: LEVEL_ACTIONS.Authorize, resources: ['*'] }] : []),
    {
      actions: [...new Set(actions)],
      resources: repositoryNames.map(
        (name) => `arn:${partition}:ecr:${region}:${account}:repository/${name}`,
      ),
    },
  ];
}

/** Length of the document that CloudFormation is given for these statements. */
function characters(policy: readonly PolicyStatement[]): number {
  const Statement = policy.map(({ actions, resources }) => ({
    Action: actions,
    Effect: 'Allow',
    Resource: resources,
  }));
  return JSON.stringify({ Statement, Version: '2012-10-17' }).length;
}
