import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../actors/assume-role';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { stackAttempts } from '../../attacks/catalogues/stacks';
import { succeededFor } from '../../attacks/engine/succeeded';
import { EMPTY_TEMPLATE, PARAMETER_TEMPLATE } from '../../attacks/targets/documents';
import { createUnrelatedResources } from '../../attacks/targets/unrelated-resources';
import { expectEqual, expectFailure, Scenario } from '../scenario';
import { PIPELINE_STACK, PROVIDER_STACK } from '../../../lib/names';

const STACKS = [PIPELINE_STACK, PROVIDER_STACK];

/** Stacks of another app that are called as ours are not ours, and stay as they are. */
export const foreignStacks: Scenario = {
  name: 'foreign-stacks',
  summary:
    "Another app's PipelineStack, with an administrator's service role: refused by every way that deploys",
  begins: 'empty',

  async run(rehearsal) {
    const { account } = rehearsal;
    await rehearsal.administrator.bootstrap();
    await rehearsal.createOperator();
    await rehearsal.administrator.deleteStack(PIPELINE_STACK);
    await rehearsal.step('Another team creates stacks of our names, under an administrator', () =>
      createStacks(account),
    );
    const before = await templates(account);

    await rehearsal.step('Our deploy role tries them', async (display) => {
      const roleArn = toolkitRoleArn(account, 'deploy');
      const credentials = await assumeRole(account, roleArn, rehearsal.operator.credentials);
      const attempts = STACKS.flatMap((name) => stackAttempts(account, name, 'theirs'));
      const succeeded = await succeededFor(account, { name: 'deploy', credentials }, attempts);
      expectEqual('what it did to their stacks', succeeded, []);
      display.line(`${attempts.length} attempts, all refused`);
    });
    await expectFailure(
      rehearsal.operator.deployPipeline(),
      /not authorized to perform: cloudformation:\w+ on resource: \S+stack\/PipelineStack\//,
    );
    await expectFailure(rehearsal.administrator.bootstrap(), /PipelineStack[^]*belongs to another app/);
    expectEqual('the templates', await templates(account), before);
    const client = new CloudFormationClient(account.sdk());
    for (const StackName of STACKS) {
      const { Summaries = [] } = await client.send(new ListChangeSetsCommand({ StackName }));
      const names = Summaries.map(({ ChangeSetName }) => ChangeSetName);
      expectEqual(`the change sets of ${StackName}`, names, ['theirs']);
    }
  },
};

/** Each with a change set that its owner has not executed yet. */
async function createStacks(account: LocalAccount): Promise<void> {
  const { roleName } = await createUnrelatedResources(account);
  const RoleARN = `arn:aws:iam::${account.accountId}:role/${roleName}`;
  const client = new CloudFormationClient(account.sdk());
  for (const StackName of STACKS) {
    await client.send(new CreateStackCommand({ StackName, RoleARN, TemplateBody: PARAMETER_TEMPLATE }));
    await waitUntilStackCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, { StackName });
    const changeSet = { StackName, ChangeSetName: 'theirs' };
    await client.send(new CreateChangeSetCommand({ ...changeSet, TemplateBody: EMPTY_TEMPLATE }));
    await waitUntilChangeSetCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, changeSet);
  }
}

function templates(account: LocalAccount): Promise<(string | undefined)[]> {
  const client = new CloudFormationClient(account.sdk());
  return Promise.all(
    STACKS.map(async (StackName) => (await client.send(new GetTemplateCommand({ StackName }))).TemplateBody),
  );
}
