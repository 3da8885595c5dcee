import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { UpdateProjectCommand } from '@aws-sdk/client-codebuild';
import { GetPipelineCommand, UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { PIPELINE_STACK, pipelineRoleName } from '../../../lib/names';
import { Attempt } from '../engine/attempt';
import { Clients } from '../engine/clients';
import { PARAMETER_TEMPLATE } from '../targets/documents';

/** A role that has more permissions, passed to each service that acts by a role. */
export function passedRoleAttempts(roleArn: string, pipelineName: string): Required<Attempt>[] {
  const pass = (service: string, call: Attempt['call']): Required<Attempt> => ({
    name: `a stronger role passed to ${service}`,
    permission: {
      action: 'iam:PassRole',
      resource: roleArn,
      context: { 'iam:PassedToService': `${service}.amazonaws.com` },
    },
    call,
  });
  return [
    pass('cloudformation', ({ cloudFormation }) =>
      cloudFormation.send(
        new CreateStackCommand({
          StackName: `${PIPELINE_STACK}-support-escalation`,
          TemplateBody: PARAMETER_TEMPLATE,
          RoleARN: roleArn,
        }),
      ),
    ),
    pass('codebuild', ({ codeBuild }) =>
      codeBuild.send(
        new UpdateProjectCommand({ name: pipelineRoleName(pipelineName, 'synth'), serviceRole: roleArn }),
      ),
    ),
    pass('codepipeline', (clients) => passToPipeline(clients, pipelineName, roleArn)),
  ];
}

/** A principal that may update the pipeline must not be able to give it another role. */
async function passToPipeline({ codePipeline }: Clients, name: string, roleArn: string): Promise<unknown> {
  const { pipeline } = await codePipeline.send(new GetPipelineCommand({ name }));
  return codePipeline.send(new UpdatePipelineCommand({ pipeline: pipeline && { ...pipeline, roleArn } }));
}

/** A session of a role. */
export function assumedRoleAttempt(name: string, RoleArn: string): Required<Attempt> {
  return {
    name,
    permission: { action: 'sts:AssumeRole', resource: RoleArn },
    call: ({ sts }) => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'attempt' })),
  };
}
