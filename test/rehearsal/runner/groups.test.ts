import { groupsOf } from '../../../rehearsal/runner/groups';
import { SCENARIOS } from '../../../rehearsal/scenarios';
import { firstRelease } from '../../../rehearsal/scenarios/releases/first-release';

const names = (groups: ReturnType<typeof groupsOf>) => groups.map((group) => group.map(({ name }) => name));
const called = (...wanted: string[]) => SCENARIOS.filter(({ name }) => wanted.includes(name));

test('scenarios that go on from a first release are one group, each other one is a group', () => {
  const chosen = called('killed', 'first-release', 'new-image', 'takeover', 'nothing-changes');
  expect(names(groupsOf(chosen))).toEqual([
    ['first-release', 'new-image', 'nothing-changes'],
    ['killed'],
    ['takeover'],
  ]);
});

test('scenarios that all begin in an empty account have no group of a first release', () => {
  expect(names(groupsOf(called('killed', 'takeover')))).toEqual([['killed'], ['takeover']]);
});

test('more than a dozen that go on from a first release are groups of about the same size, in their order', () => {
  const going = SCENARIOS.filter(({ name, begins }) => name === 'first-release' || begins === 'released');
  const shared = groupsOf(SCENARIOS).filter((group) => group.length > 1);
  expect(shared.flat()).toEqual(going);
  expect(shared.length).toBeGreaterThan(1);
  for (const { length } of shared) expect(length).toBeLessThanOrEqual(12);
  const lengths = shared.map(({ length }) => length);
  expect(Math.min(...lengths)).toBeGreaterThan(6);
});

test('the groups hold each scenario once', () => {
  const all = groupsOf(SCENARIOS).flat();
  expect(all).toContain(firstRelease);
  expect(all.map(({ name }) => name).sort()).toEqual(SCENARIOS.map(({ name }) => name).sort());
});
