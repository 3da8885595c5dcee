import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { UpdateProjectCommand } from '@aws-sdk/client-codebuild';
import { GetPipelineCommand, UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { Bystanders, TEMPLATE } from './bystanders';
import { Clients, Road } from './roads';

export interface DeploymentTargets {
  readonly accountId: string;
  readonly region: string;

  /** Name of the pipeline, from which its projects are named. */
  readonly pipelineName: string;
  readonly toolkitStack: string;
}

/** Roads through what deploys: stacks of others, and roles that are stronger than the own one. */
export function deploymentRoads(targets: DeploymentTargets, others: Bystanders): Road[] {
  const { accountId, region, pipelineName, toolkitStack } = targets;
  const strong = `arn:aws:iam::${accountId}:role/${others.roleName}`;
  const stack = (name: string) => `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/*`;
  const road = (
    name: string,
    action: string,
    resource: string,
    attempt: Road['attempt'],
    context: Record<string, string> = {},
  ): Road => ({ name, action, resource, context, attempt });
  const pass = (service: string, attempt: Road['attempt']) =>
    road(`a stronger role passed to ${service}`, 'iam:PassRole', strong, attempt, {
      'iam:PassedToService': `${service}.amazonaws.com`,
    });

  return [
    pass('cloudformation', ({ cloudFormation }) =>
      cloudFormation.send(
        new CreateStackCommand({
          StackName: 'PipelineStack-support-road',
          TemplateBody: TEMPLATE,
          RoleARN: strong,
        }),
      ),
    ),
    pass('codebuild', ({ codeBuild }) =>
      codeBuild.send(new UpdateProjectCommand({ name: `${pipelineName}-synth`, serviceRole: strong })),
    ),
    pass('codepipeline', (clients) => passToPipeline(clients, pipelineName, strong)),
    ...[others.stackName, toolkitStack].flatMap((StackName) => [
      road(`${StackName} rewritten`, 'cloudformation:UpdateStack', stack(StackName), ({ cloudFormation }) =>
        cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: TEMPLATE })),
      ),
      road(
        `${StackName} rewritten by a change set`,
        'cloudformation:CreateChangeSet',
        stack(StackName),
        ({ cloudFormation }) =>
          cloudFormation.send(
            new CreateChangeSetCommand({ StackName, ChangeSetName: 'road', TemplateBody: TEMPLATE }),
          ),
      ),
      road(`${StackName} deleted`, 'cloudformation:DeleteStack', stack(StackName), ({ cloudFormation }) =>
        cloudFormation.send(new DeleteStackCommand({ StackName })),
      ),
    ]),
    road("another app's deploy role", 'sts:AssumeRole', others.deployRoleArn, ({ sts }) =>
      sts.send(new AssumeRoleCommand({ RoleArn: others.deployRoleArn, RoleSessionName: 'road' })),
    ),
    road('a stronger role', 'sts:AssumeRole', strong, ({ sts }) =>
      sts.send(new AssumeRoleCommand({ RoleArn: strong, RoleSessionName: 'road' })),
    ),
  ];
}

/** Who may update the pipeline must not be able to give it another role. */
async function passToPipeline({ codePipeline }: Clients, name: string, roleArn: string): Promise<unknown> {
  const { pipeline } = await codePipeline.send(new GetPipelineCommand({ name }));
  return codePipeline.send(new UpdatePipelineCommand({ pipeline: pipeline && { ...pipeline, roleArn } }));
}
