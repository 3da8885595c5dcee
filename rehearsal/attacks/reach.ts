import distribution from '../../distribution.config';
import { STAGE_NAMES } from '../../lib/config';
import { assumeRole } from '../actors/sessions/assume-role';
import { toolkitName } from '../actors/toolkit-name';
import { expectEqual, expectMatch } from '../observe/expect';
import { accountAttempts } from './catalogues/account';
import { succeededFor } from './engine/succeeded';
import { SeveralAccounts } from './other-accounts/several-accounts';
import { TOOLKIT_PREFIX, pipelineRoleName } from '../../lib/names';

/**
 * From the pipeline's account to those of the stages it is open: what the pipeline is, is decided by whoever may merge.
 */
export async function expectReachOfPipeline({ home, stages }: SeveralAccounts): Promise<void> {
  const { name } = distribution;
  const arn = `arn:aws:iam::${home.accountId}:role/${name}/${pipelineRoleName(name, 'pipeline')}`;
  const pipeline = { name: 'the pipeline', credentials: await assumeRole(home, arn) };
  for (const stage of STAGE_NAMES) {
    const succeeded = await succeededFor(stages[stage], pipeline, await accountAttempts(stages[stage]));
    expectEqual(`what the pipeline can do in ${stage}`, succeeded, [
      `assume ${toolkitName(stages[stage], 'deploy-role')}`,
    ]);
  }
}

/** A role of Development that may do everything has all of that account, and nothing of another. */
export async function expectReachOfDevelopment(accounts: SeveralAccounts, roleName: string): Promise<void> {
  const { Development } = accounts.stages;
  const arn = `arn:aws:iam::${Development.accountId}:role/${distribution.name}/${roleName}`;
  const role = { name: roleName, credentials: await assumeRole(Development, arn) };
  const inside = await succeededFor(Development, role, await accountAttempts(Development));
  const deploys = new RegExp(`^assume ${TOOLKIT_PREFIX}deploy-role`, 'm');
  expectMatch('what it can do in Development', inside.join('\n'), deploys);
  for (const account of accounts.places.filter((other) => other !== Development)) {
    const across = await succeededFor(account, role, await accountAttempts(account));
    expectEqual(`what it can do in account ${account.accountId}, ${account.region}`, across, []);
  }
}
