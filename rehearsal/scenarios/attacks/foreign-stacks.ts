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
import { StackAttempts, TEMPLATE } from '../../attacks/other-app/stack-attempts';
import { createBystanders, TEMPLATE as THEIRS } from '../../attacks/escalation-paths/unrelated-resources';
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

    const attempts = await StackAttempts.byDeployRole(account, rehearsal.operator.credentials);
    await rehearsal.step('Our deploy role tries them', async (display) => {
      for (const stackName of STACKS) {
        expectEqual(`what it did to ${stackName}`, await attempts.done(stackName, 'theirs'), []);
      }
      display.line(`${attempts.count} attempts, all refused`);
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
  const { roleName } = await createBystanders(account);
  const RoleARN = `arn:aws:iam::${account.accountId}:role/${roleName}`;
  const client = new CloudFormationClient(account.sdk());
  for (const StackName of STACKS) {
    await client.send(new CreateStackCommand({ StackName, RoleARN, TemplateBody: THEIRS }));
    await waitUntilStackCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, { StackName });
    const changeSet = { StackName, ChangeSetName: 'theirs' };
    await client.send(new CreateChangeSetCommand({ ...changeSet, TemplateBody: TEMPLATE }));
    await waitUntilChangeSetCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, changeSet);
  }
}

function templates(account: LocalAccount): Promise<(string | undefined)[]> {
  const client = new CloudFormationClient(account.sdk());
  return Promise.all(
    STACKS.map(async (StackName) => (await client.send(new GetTemplateCommand({ StackName }))).TemplateBody),
  );
}
