import { spawn } from 'node:child_process';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Distribution, STAGE_NAMES, StageName } from '../../lib/config';
import { createEmptyStack, deleteEmptyStack } from '../../lib/empty-stack';
import { PIPELINE_STACK, registryStack, toolkitRoleArn } from '../../lib/names';

/** The stack of an image in one stage. */
interface RegistryStackName {
  readonly stackName: string;
  readonly imageName: string;
  readonly stageName: StageName;
}

/**
 * Creates stacks of images around repositories that are there already, which the pipeline's actions cannot.
 *
 * First an empty stack with the distribution's tag, and then a deployment into it that imports.
 *
 * @param stackNames Such as `SampleImageDevelopment`.
 * @throws Error when there is no such stack in the configuration, or the stack is there
 */
export async function adopt(stackNames: readonly string[], distribution: Distribution): Promise<void> {
  const stacks = stackNames.map((name) => find(name, distribution));
  for (const stack of stacks) await adoptOne(stack, distribution);
}

async function adoptOne(stack: RegistryStackName, distribution: Distribution): Promise<void> {
  const { stackName, imageName, stageName } = stack;
  const { client, executionRole } = await deployRole(distribution, stageName);
  const empty = { stackName, distributionName: distribution.name, executionRole };
  await createEmptyStack(client, empty).catch(isThere);
  console.log(`${stackName}: created, with nothing in it`);
  const construct = `${PIPELINE_STACK}/${stageName}/${imageName}`;
  if (await cdk('deploy', '--import-existing-resources', '--require-approval=never', construct)) return;
  await deleteEmptyStack(client, empty);
  throw new Error(
    `${stackName} could not be deployed around its repository; CDK says why above. Nothing was changed: the empty stack is deleted again`,
  );
}

function find(stackName: string, { images }: Distribution): RegistryStackName {
  const all = images.flatMap(({ name }) =>
    STAGE_NAMES.map((stageName) => ({
      stackName: registryStack(name, stageName),
      imageName: name,
      stageName,
    })),
  );
  const found = all.find((one) => one.stackName === stackName);
  if (found) return found;
  throw new Error(
    `there is no stack '${stackName}' in distribution.config.ts, expected an image's name and a stage, such as ${all[0].stackName}: put the image back first`,
  );
}

/** @throws Error that says what to do about a stack that is there */
function isThere(error: Error): never {
  if (error.name !== 'AlreadyExistsException') throw error;
  throw new Error(
    `${error.message}, expected no stack of that name: if it is in ROLLBACK_COMPLETE, an administrator deletes it first; 'npm run status' says so`,
  );
}

/** CloudFormation by the deploy role of a stage, which the operator may assume. */
async function deployRole({ stages }: Distribution, stageName: StageName) {
  const sts = new STSClient({});
  const { Account, Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const { account = Account ?? '', region = await sts.config.region() } = stages[stageName];
  const role = (use: string) => toolkitRoleArn(use, { partition: Arn.split(':')[1], account, region });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: role('deploy'), RoleSessionName: 'adopt' }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken,
  };
  return { client: new CloudFormationClient({ region, credentials }), executionRole: role('cfn-exec') };
}

/** Runs the CDK CLI of this project, for a person to see; whether it succeeded. */
async function cdk(...args: string[]): Promise<boolean> {
  const command = [require.resolve('aws-cdk/bin/cdk'), ...args];
  const child = spawn(process.execPath, command, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}
