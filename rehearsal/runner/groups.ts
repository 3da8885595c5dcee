import { firstRelease } from '../scenarios/releases/first-release';
import { Scenario } from '../scenarios/scenario';

/** Each group begins with a first release, which takes as long as two scenarios that go on from it. */
const MOST_OF_ONE_RELEASE = 12;

/** Those that go on from a first release share one, a dozen at most and in their order; each other one begins anew. */
export function groupsOf(scenarios: readonly Scenario[]): (readonly Scenario[])[] {
  const goesOn = (scenario: Scenario) => scenario === firstRelease || scenario.begins === 'released';
  const going = scenarios.filter(goesOn);
  const count = Math.ceil(going.length / MOST_OF_ONE_RELEASE);
  const size = Math.ceil(going.length / count);
  const shared = Array.from({ length: count }, (_, index) => going.slice(index * size, (index + 1) * size));
  return [...shared, ...scenarios.filter((scenario) => !goesOn(scenario)).map((scenario) => [scenario])];
}
