import { ACCESS, LEVEL_ACTIONS } from '../../../lib/access/permission-tables';
import { groupPolicies } from '../../../lib/access/group-policies';

const LEVELS = ACCESS.Development.Developers;
const PLACE = { partition: 'aws-us-gov', region: 'ap-southeast-1', account: '111111111111' };
const names = (count: number, length = 20) =>
  Array.from({ length: count }, (_, index) => `slipway/${String(index).padStart(length, 'x')}/development`);

/** Characters of a policy as IAM counts them. */
function size(policy: ReturnType<typeof groupPolicies>[number]): number {
  const Statement = policy.map(({ actions, resources }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement }).length;
}

const repositoriesOf = (policies: ReturnType<typeof groupPolicies>) =>
  policies.flat().flatMap(({ resources }) => resources.filter((arn) => arn !== '*'));

test.each([1, 50, 56, 100, 300])('open %i repositories, each once and by its name', (count) => {
  const policies = groupPolicies(LEVELS, names(count), PLACE);
  expect(repositoriesOf(policies)).toEqual(
    names(count).map((name) => `arn:aws-us-gov:ecr:ap-southeast-1:111111111111:repository/${name}`),
  );
});

test('have room where ARNs are longest, and use it', () => {
  const policies = groupPolicies(LEVELS, names(300), PLACE);
  const [last, ...full] = policies.map(size).reverse();
  expect(last).toBeLessThanOrEqual(6144);
  expect(full.length).toBeGreaterThan(0);
  for (const characters of full) {
    expect(characters).toBeLessThanOrEqual(6144);
    expect(characters).toBeGreaterThan(5600);
  }
});

test('give every action of the levels on each of them, and the login once', () => {
  const policies = groupPolicies(LEVELS, names(100), PLACE);
  expect(policies.length).toBeGreaterThan(1);
  const onRepositories = new Set(LEVELS.slice(1).flatMap((level) => LEVEL_ACTIONS[level]));
  for (const [index, policy] of policies.entries()) {
    expect(policy.filter(({ resources }) => resources.includes('*')).map(({ actions }) => actions)).toEqual(
      index === 0 ? [['ecr:GetAuthorizationToken']] : [],
    );
    expect(new Set(policy.at(-1)?.actions)).toEqual(onRepositories);
  }
});

test('change the last one only when a repository is added', () => {
  const [before, after] = [100, 101].map((count) => groupPolicies(LEVELS, names(count), PLACE));
  expect(after.slice(0, -1)).toEqual(before.slice(0, after.length - 1));
});

test('are none where there is nothing to open', () => {
  expect(groupPolicies(LEVELS, [], PLACE)).toEqual([]);
});

test('are ten at most for as many images as a pipeline has room for, with the longest names', () => {
  const longest = Array.from(
    { length: 165 },
    (_, index) => `${'n'.repeat(32)}/${'a-'.repeat(63)}${String(index).padStart(4, 'a')}/development`,
  );
  expect(groupPolicies(LEVELS, longest, PLACE).length).toBeLessThanOrEqual(10);
});
