import { IAMClient, ListOpenIDConnectProvidersCommand, ListPoliciesCommand } from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import {
  findingNoticesStack,
  PIPELINE_STACK,
  PROVIDER_STACK,
  TOOLKIT_PREFIX,
  TOOLKIT_STACK,
  registryStack,
  sharedGroupsStack,
  supportStack,
} from '../../../lib/names';
import { LocalAccount } from '../../../emulators/account/local-account';
import { readStacks } from '../../observe/stacks';
import { expectEqual } from '../../observe/expect';
import { SeveralAccounts } from './several-accounts';

/** Stages that tell of their findings themselves, in their own account. */
const TELLING: readonly StageName[] = ['Master', 'Release'];

/** Each account has its own stacks, policies and identity provider, once, and nothing of another. */
export async function expectContents(accounts: SeveralAccounts): Promise<void> {
  const ofPipeline = await contents(accounts.home);
  expectEqual('the stacks of the pipeline', ofPipeline.stacks, [PIPELINE_STACK, TOOLKIT_STACK]);
  expectEqual("the pipeline's identity providers", ofPipeline.providers, 0);
  const { region } = accounts.support;
  expectEqual(`the stacks of the pipeline in ${region}`, (await contents(accounts.support)).stacks, [
    supportStack(region),
    TOOLKIT_STACK,
  ]);
  for (const stage of STAGE_NAMES) {
    const { stacks, providers, policies } = await contents(accounts.stages[stage]);
    expectEqual(`the stacks of ${stage}`, stacks, stacksOf(stage));
    expectEqual(`the identity providers of ${stage}`, providers, 1);
    expectEqual(`the policies of ${stage}`, policies, [
      ...(TELLING.includes(stage) ? ['cloudformation-execution-findings'] : []),
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
  const notices = TELLING.includes(stage) ? [findingNoticesStack(stage)] : [];
  return [...provider, ...groups, ...notices, ...registries, TOOLKIT_STACK].sort();
}

async function contents(account: LocalAccount) {
  const iam = new IAMClient(account.sdk());
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  return {
    stacks: [...(await readStacks(account, account.root)).keys()].sort(),
    providers: OpenIDConnectProviderList.length,
    policies: Policies.filter(({ Path }) => Path === '/')
      .map(({ PolicyName = '' }) => PolicyName.replace(TOOLKIT_PREFIX, '').replace(/-\d{12}-.*$/, ''))
      .sort(),
  };
}
