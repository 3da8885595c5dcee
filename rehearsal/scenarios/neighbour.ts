import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import distribution from '../../distribution.config';
import { assumeRole } from '../assume-role';
import { Neighbour } from '../neighbour/neighbour';
import { expectEqual, Scenario } from './scenario';

const STACKS = ['NeighbourRelease', 'CDKToolkit'];
const TemplateBody = JSON.stringify({ Resources: { Nothing: { Type: 'AWS::CDK::Metadata' } } });

/** Another CDK app of the account, on the default bootstrap, lives on as if we were not there. */
export const neighbour: Scenario = {
  name: 'neighbour',
  summary: 'Another CDK app of the account, on the default bootstrap, keeps working and is out of reach',
  begins: 'released',

  async run(rehearsal) {
    const { account, operatorCredentials } = rehearsal;
    const { accountId, region } = account;
    const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
    const team = new Neighbour(account);
    await rehearsal.step('Another team: cdk bootstrap', () => team.bootstrap());
    await rehearsal.step('Another team: cdk deploy', () => team.deploy('one'));
    const before = await rehearsal.stacks();

    const deployRole = role(`cdk-slipway-deploy-role-${accountId}-${region}`);
    const client = new CloudFormationClient(
      account.sdk(await assumeRole(account, deployRole, operatorCredentials)),
    );
    for (const StackName of STACKS) {
      const attempts = {
        rewritten: client.send(new UpdateStackCommand({ StackName, TemplateBody })),
        'given a change set': client.send(
          new CreateChangeSetCommand({ StackName, ChangeSetName: 'ours', TemplateBody }),
        ),
        deleted: client.send(new DeleteStackCommand({ StackName })),
        read: client.send(new GetTemplateCommand({ StackName })),
      };
      for (const [what, attempt] of Object.entries(attempts)) {
        expectEqual(`${StackName} ${what} by our deploy role`, await isAllowed(attempt), false);
      }
    }
    const selfMutation = await assumeRole(
      account,
      role(`${distribution.name}/${distribution.name}-selfupdate`),
    );
    const theirs = role(`cdk-hnb659fds-deploy-role-${accountId}-${region}`);
    const assumed = new STSClient(account.sdk(selfMutation)).send(
      new AssumeRoleCommand({ RoleArn: theirs, RoleSessionName: 'ours' }),
    );
    expectEqual('their deploy role, assumed by our self-mutation', await isAllowed(assumed), false);

    expectEqual('the stacks', [...(await rehearsal.stacks())], [...before]);
    await rehearsal.step('Another team: cdk deploy, again', () => team.deploy('two'));
  },
};

async function isAllowed(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if ((error as Error).name === 'AccessDenied') return false;
    throw error;
  }
}
