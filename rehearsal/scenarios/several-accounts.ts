import { IAMClient, ListOpenIDConnectProvidersCommand, ListPoliciesCommand } from '@aws-sdk/client-iam';
import distribution from '../../distribution.config';
import { STAGE_NAMES, StageName } from '../../lib/config';
import { LocalAccount } from '../account/local-account';
import { leaveOutChecks } from '../checks';
import { SeveralAccounts } from '../several-accounts/several-accounts';
import { readStacks } from '../stacks';
import { expectEqual, Scenario } from './scenario';

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
    await rehearsal.seeSourceFail();
    await rehearsal.finishHandshake();
    await leaveOutChecks(rehearsal.source);
    await rehearsal.releases(await rehearsal.push('First release'));
    await expectContents(accounts);
  },
};

/** Each account has its own stacks, policies and identity provider, once, and nothing of another. */
async function expectContents(accounts: SeveralAccounts): Promise<void> {
  const ofPipeline = await contents(accounts.home);
  expectEqual('the stacks of the pipeline', ofPipeline.stacks, ['PipelineStack', 'SlipwayToolkit']);
  expectEqual("the pipeline's identity providers", ofPipeline.providers, 0);
  for (const stage of STAGE_NAMES) {
    const { stacks, providers, policies } = await contents(accounts.stages[stage]);
    expectEqual(`the stacks of ${stage}`, stacks, stacksOf(stage));
    expectEqual(`the identity providers of ${stage}`, providers, 1);
    expectEqual(`the policies of ${stage}`, policies, [
      'cloudformation-execution-identities',
      'cloudformation-execution-registries',
      'permissions-boundary',
      'user-boundary',
    ]);
  }
}

function stacksOf(stage: StageName): string[] {
  const registries = distribution.images.map(({ name }) => `${name}${stage}`);
  return ['GitHubIdentityProvider', ...registries, 'SlipwayToolkit'].sort();
}

async function contents(account: LocalAccount) {
  const iam = new IAMClient(account.sdk());
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  return {
    stacks: [...(await readStacks(account, account.root)).keys()].sort(),
    providers: OpenIDConnectProviderList.length,
    policies: Policies.map(({ PolicyName = '' }) =>
      PolicyName.replace(/^cdk-slipway-/, '').replace(/-\d{12}-.*$/, ''),
    ).sort(),
  };
}
