import { firstRelease } from '../scenarios/releases/first-release';
import { Scenario } from '../scenarios/scenario';

/** Those that go on from a first release are one group, in their order; each other one begins anew. */
export function groupsOf(scenarios: readonly Scenario[]): (readonly Scenario[])[] {
  const goesOn = (scenario: Scenario) => scenario === firstRelease || scenario.begins === 'released';
  const chain = scenarios.filter(goesOn);
  const others = scenarios.filter((scenario) => !goesOn(scenario)).map((scenario) => [scenario]);
  return chain.length > 0 ? [chain, ...others] : others;
}
