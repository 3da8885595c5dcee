import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  waitUntilChangeSetCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import distribution from '../../../distribution.config';
import { assumeRole } from '../../actors/sessions/assume-role';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { stackAttempts } from '../../attacks/catalogues/stacks';
import { succeededFor } from '../../attacks/engine/succeeded';
import { OtherApp } from '../../attacks/other-app/other-app';
import { EMPTY_TEMPLATE } from '../../attacks/targets/documents';
import { isAllowed } from '../../observe/refusal';
import { expectEqual } from '../../observe/expect';
import { Scenario } from '../scenario';
import { pipelineRoleName } from '../../../lib/names';

const STACKS = ['OtherAppRelease', 'CDKToolkit'];

/** Another CDK app of the account, on the default bootstrap, lives on as if we were not there. */
export const otherApp: Scenario = {
  name: 'other-app',
  summary: 'Another CDK app of the account, on the default bootstrap, keeps working and is out of reach',
  begins: 'released',

  async run(rehearsal) {
    const { account, operator } = rehearsal;
    const { accountId, region } = account;
    const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
    const team = new OtherApp(account, rehearsal.directory);
    await rehearsal.step('Another team: cdk bootstrap', () => team.bootstrap());
    await rehearsal.step('Another team: cdk deploy', () => team.deploy('one'));
    const client = new CloudFormationClient(account.sdk());
    const theirs = { StackName: STACKS[0], ChangeSetName: 'theirs' };
    await client.send(new CreateChangeSetCommand({ ...theirs, TemplateBody: EMPTY_TEMPLATE }));
    await waitUntilChangeSetCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, theirs);
    const before = await rehearsal.stacks();

    await rehearsal.step('Our deploy role tries their stacks', async (display) => {
      const roleArn = toolkitRoleArn(account, 'deploy');
      const credentials = await assumeRole(account, roleArn, operator.credentials);
      const attempts = STACKS.flatMap((name) => stackAttempts(account, name, 'theirs'));
      const succeeded = await succeededFor(account, { name: 'deploy', credentials }, attempts);
      expectEqual('what it did to their stacks', succeeded, []);
      display.line(`${attempts.length} attempts, all refused`);
    });
    const selfMutation = await assumeRole(
      account,
      role(`${distribution.name}/${pipelineRoleName(distribution.name, 'selfupdate')}`),
    );
    const deployRole = role(`cdk-hnb659fds-deploy-role-${accountId}-${region}`);
    const assumed = new STSClient(account.sdk(selfMutation)).send(
      new AssumeRoleCommand({ RoleArn: deployRole, RoleSessionName: 'ours' }),
    );
    expectEqual('their deploy role, assumed by our self-mutation', await isAllowed(assumed), false);

    expectEqual('the stacks', [...(await rehearsal.stacks())], [...before]);
    const { ExecutionStatus } = await client.send(new DescribeChangeSetCommand(theirs));
    expectEqual('their change set', ExecutionStatus, 'AVAILABLE');
    await rehearsal.step('Another team: cdk deploy, again', () => team.deploy('two'));
  },
};
