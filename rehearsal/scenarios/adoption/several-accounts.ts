import { IAMClient, ListOpenIDConnectProvidersCommand, ListPoliciesCommand } from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/assume-role';
import { leaveOutChecks } from '../../source/checks';
import { checkDecisions } from '../../permissions/decided-checks';
import { describeChecks, mismatchesOf } from '../../permissions/permission-check';
import { readRegistries } from '../../permissions/registries';
import { checkByTrying } from '../../permissions/trial-checks';
import { Rehearsal } from '../../runner/rehearsal';
import { addUnlimitedRole, removeRules } from '../../source/hostile-changes';
import { accountAttempts } from '../../attacks/catalogues/account';
import { succeededFor } from '../../attacks/engine/succeeded';
import { expectIsolation } from '../../attacks/isolation';
import { SeveralAccounts } from '../../attacks/other-accounts/several-accounts';
import { readStacks, readStage } from '../../observe/stacks';
import { toolkitName } from '../../actors/toolkit-name';
import { expectEqual, expectMatch, Scenario } from '../scenario';
import {
  PIPELINE_STACK,
  PROVIDER_STACK,
  TOOLKIT_STACK,
  registryStack,
  sharedGroupsStack,
} from '../../../lib/names';

const IMAGE = distribution.images.find(({ retired }) => !retired) ?? distribution.images[0];

/** The pipeline in one account, each stage in one of its own. */
export const severalAccounts: Scenario = {
  name: 'several-accounts',
  summary: 'The pipeline in one account and each stage in its own: one release, and nobody gets across',
  begins: 'empty',

  async run(rehearsal) {
    const accounts = await SeveralAccounts.begin(rehearsal);
    for (const account of accounts.all) await accounts.bootstrap(account);
    await rehearsal.createOperator();
    await accounts.deployPipeline();
    await rehearsal.createApprover();
    await rehearsal.connect();
    await leaveOutChecks(rehearsal.workTree);
    await rehearsal.releases(await rehearsal.push('First release'));
    await expectContents(accounts);
    await expectPermissions(rehearsal, accounts);
    await rehearsal.step('Everybody in each stage tries every other account', async (display) => {
      display.line(`${await expectIsolation(accounts)} attempts`);
    });
    await expectReachOfPipeline(accounts);
    await hostileDevelopment(rehearsal, accounts);
  },
};

/** Each account has its own stacks, policies and identity provider, once, and nothing of another. */
async function expectContents(accounts: SeveralAccounts): Promise<void> {
  const ofPipeline = await contents(accounts.home);
  expectEqual('the stacks of the pipeline', ofPipeline.stacks, [PIPELINE_STACK, TOOLKIT_STACK]);
  expectEqual("the pipeline's identity providers", ofPipeline.providers, 0);
  for (const stage of STAGE_NAMES) {
    const { stacks, providers, policies } = await contents(accounts.stages[stage]);
    expectEqual(`the stacks of ${stage}`, stacks, stacksOf(stage));
    expectEqual(`the identity providers of ${stage}`, providers, 1);
    expectEqual(`the policies of ${stage}`, policies, [
      'cloudformation-execution-identities',
      'cloudformation-execution-provider',
      'cloudformation-execution-registries',
      'permissions-boundary',
      'user-boundary',
    ]);
  }
}

function stacksOf(stage: StageName): string[] {
  const registries = distribution.images.map(({ name }) => registryStack(name, stage));
  const provider = distribution.stages[stage].identityProvider === 'create' ? [PROVIDER_STACK] : [];
  const groups = distribution.groups === 'shared' ? [sharedGroupsStack(stage)] : [];
  return [...provider, ...groups, ...registries, TOOLKIT_STACK].sort();
}

async function contents(account: LocalAccount) {
  const iam = new IAMClient(account.sdk());
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  return {
    stacks: [...(await readStacks(account, account.root)).keys()].sort(),
    providers: OpenIDConnectProviderList.length,
    policies: Policies.filter(({ Path }) => Path === '/')
      .map(({ PolicyName = '' }) => PolicyName.replace(/^cdk-slipway-/, '').replace(/-\d{12}-.*$/, ''))
      .sort(),
  };
}

/** Every permission and trust in the account of its stage, as in one account. */
async function expectPermissions(rehearsal: Rehearsal, accounts: SeveralAccounts): Promise<void> {
  await rehearsal.step('Every permission, decided by the account of its stage', async (display) => {
    for (const stage of STAGE_NAMES) {
      const account = accounts.stages[stage];
      const registries = await readRegistries(account, [stage]);
      const decided = await checkDecisions(account, registries);
      const tried = await checkByTrying(account, registries);
      const checks = [...decided, ...tried.checks];
      expectEqual(`the mismatches of ${stage} with the tables`, mismatchesOf(checks), []);
      display.line(`${stage}: ${describeChecks(checks.length, 0)}`);
    }
  });
}

/** The other way it is open: what the pipeline is, is decided by whoever may merge. */
async function expectReachOfPipeline({ home, stages }: SeveralAccounts): Promise<void> {
  const { name } = distribution;
  const arn = `arn:aws:iam::${home.accountId}:role/${name}/${name}-pipeline`;
  const pipeline = { name: 'the pipeline', credentials: await assumeRole(home, arn) };
  for (const stage of STAGE_NAMES) {
    const succeeded = await succeededFor(stages[stage], pipeline, await accountAttempts(stages[stage]));
    expectEqual(`what the pipeline can do in ${stage}`, succeeded, [
      `assume ${toolkitName(stages[stage], 'deploy-role')}`,
    ]);
  }
}

/** A commit that was merged and has not been approved has all of Development, and nothing of Release. */
async function hostileDevelopment(rehearsal: Rehearsal, accounts: SeveralAccounts): Promise<void> {
  const { Development, Release } = accounts.stages;
  const before = await readStage(Release, 'Release');
  await addUnlimitedRole(rehearsal.workTree, IMAGE.name);
  await removeRules(rehearsal.workTree);
  await rehearsal.reject(await rehearsal.push('A role that may do everything, in Development'));

  const arn = `arn:aws:iam::${Development.accountId}:role/${distribution.name}/hostile`;
  const hostile = { name: 'the hostile role', credentials: await assumeRole(Development, arn) };
  const inside = await succeededFor(Development, hostile, await accountAttempts(Development));
  expectMatch('what it can do in Development', inside.join('\n'), /^assume cdk-slipway-deploy-role/m);
  for (const account of accounts.all.filter((other) => other !== Development)) {
    const across = await succeededFor(account, hostile, await accountAttempts(account));
    expectEqual(`what it can do in account ${account.accountId}`, across, []);
  }
  expectEqual('Release', await readStage(Release, 'Release'), before);
}
