import { STAGE_NAMES, StageName } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { expectEqual } from '../observe/expect';
import type { StepDisplay } from '../runner/progress';
import { checkDecisions } from './decided-checks';
import { describeChecks, mismatchesOf, PermissionCheck } from './permission-check';
import { readRegistries } from './registries';
import { checkByTrying } from './trial-checks';

/**
 * Checks every permission and trust of all stages, each in the account and region of its stage.
 *
 * @throws Error with what differs from the tables
 */
export async function expectTables(
  stages: Readonly<Record<StageName, LocalAccount>>,
  display: StepDisplay,
): Promise<void> {
  for (const stage of STAGE_NAMES) {
    const checks = await checkStage(stages[stage], stage);
    expectEqual(`the mismatches of ${stage} with the tables`, mismatchesOf(checks), []);
    display.line(`${stage}: ${describeChecks(checks.length, 0)}`);
  }
}

async function checkStage(account: LocalAccount, stage: StageName): Promise<PermissionCheck[]> {
  const registries = await readRegistries(account, [stage]);
  const decided = await checkDecisions(account, registries);
  const tried = await checkByTrying(account, registries);
  return [...decided, ...tried.checks];
}
