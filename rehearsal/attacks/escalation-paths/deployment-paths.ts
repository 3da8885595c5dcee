import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  Tag,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { UpdateProjectCommand } from '@aws-sdk/client-codebuild';
import { GetPipelineCommand, UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { DISTRIBUTION_TAG } from '../../../lib/names';
import { Bystanders, TEMPLATE } from './unrelated-resources';
import { Clients, Road } from './escalation-path';

export interface DeploymentTargets {
  readonly accountId: string;
  readonly region: string;

  /** Name of the pipeline, from which its projects are named, and of the distribution. */
  readonly pipelineName: string;
  readonly toolkitStack: string;
  readonly executionRoleArn: string;
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
    ...[others.stackName, toolkitStack].flatMap((name) => [
      ...stackRoads(name, stack(name), 'as they are'),
      ...stackRoads(name, stack(name), 'with our tag and role', {
        RoleARN: targets.executionRoleArn,
        Tags: [{ Key: DISTRIBUTION_TAG, Value: pipelineName }],
      }),
    ]),
    road("another app's deploy role", 'sts:AssumeRole', others.deployRoleArn, ({ sts }) =>
      sts.send(new AssumeRoleCommand({ RoleArn: others.deployRoleArn, RoleSessionName: 'road' })),
    ),
    road('a stronger role', 'sts:AssumeRole', strong, ({ sts }) =>
      sts.send(new AssumeRoleCommand({ RoleArn: strong, RoleSessionName: 'road' })),
    ),
  ];
}

/** What changes a stack; as the caller puts it, with a role and tags in the request or without. */
function stackRoads(
  StackName: string,
  resource: string,
  how: string,
  said: { readonly RoleARN?: string; readonly Tags?: Tag[] } = {},
): Road[] {
  const context = {
    ...(said.RoleARN && { 'cloudformation:RoleArn': said.RoleARN }),
    ...Object.fromEntries((said.Tags ?? []).map(({ Key, Value = '' }) => [`aws:RequestTag/${Key}`, Value])),
  };
  const changed = { StackName, TemplateBody: TEMPLATE, ...said };
  const road = (what: string, verb: string, attempt: Road['attempt']): Road => ({
    name: `${StackName} ${what}, ${how}`,
    action: `cloudformation:${verb}`,
    resource,
    context,
    attempt,
  });
  return [
    road('rewritten', 'UpdateStack', ({ cloudFormation }) =>
      cloudFormation.send(new UpdateStackCommand(changed)),
    ),
    road('given a change set', 'CreateChangeSet', ({ cloudFormation }) =>
      cloudFormation.send(new CreateChangeSetCommand({ ...changed, ChangeSetName: 'road' })),
    ),
    road('deleted', 'DeleteStack', ({ cloudFormation }) =>
      cloudFormation.send(new DeleteStackCommand({ StackName, RoleARN: said.RoleARN })),
    ),
  ];
}

/** Who may update the pipeline must not be able to give it another role. */
async function passToPipeline({ codePipeline }: Clients, name: string, roleArn: string): Promise<unknown> {
  const { pipeline } = await codePipeline.send(new GetPipelineCommand({ name }));
  return codePipeline.send(new UpdatePipelineCommand({ pipeline: pipeline && { ...pipeline, roleArn } }));
}
