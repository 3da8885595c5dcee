import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { expectEqual, Scenario } from './scenario';

const STACKS = ['NeighbourRelease', 'CDKToolkit'];
const TemplateBody = JSON.stringify({ Resources: { Nothing: { Type: 'AWS::CDK::Metadata' } } });

/** Another CDK app of the account, on the default bootstrap, lives on as if we were not there. */
export const neighbour: Scenario = {
  name: 'neighbour',
  summary: 'Another CDK app of the account, on the default bootstrap, keeps working and is out of reach',
  begins: 'released',

  async run(rehearsal) {
    await rehearsal.bootstrapNeighbour();
    await rehearsal.deployNeighbour('one');
    const before = await rehearsal.stacks();

    const deployRole = await rehearsal.assumeDeployRole();
    const client = new CloudFormationClient(deployRole);
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
    const { accountId, region } = rehearsal.rehearsal.account;
    const RoleArn = `arn:aws:iam::${accountId}:role/cdk-hnb659fds-deploy-role-${accountId}-${region}`;
    const assume = new STSClient(await rehearsal.assumeSelfMutation()).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ours' }),
    );
    expectEqual("the neighbour's deploy role, assumed by self-mutation", await isAllowed(assume), false);

    expectEqual('the stacks', [...(await rehearsal.stacks())], [...before]);
    await rehearsal.deployNeighbour('two');
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
