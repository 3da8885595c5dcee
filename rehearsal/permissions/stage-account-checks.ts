import { StageName } from '../../lib/config';
import { LocalAccount } from '../../emulators/account/local-account';
import { checkDecisions } from './decided-checks';
import { PermissionCheck } from './permission-check';
import { readRegistries } from './registries';
import { checkByTrying } from './trial-checks';

/** Every permission and trust of a stage, checked in the account of the stage. */
export async function checkStage(account: LocalAccount, stage: StageName): Promise<PermissionCheck[]> {
  const registries = await readRegistries(account, [stage]);
  const decided = await checkDecisions(account, registries);
  const tried = await checkByTrying(account, registries);
  return [...decided, ...tried.checks];
}
