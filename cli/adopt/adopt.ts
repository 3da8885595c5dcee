import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Distribution, STAGE_NAMES, StageName } from '../../lib/config';
import { createEmptyStack, deleteEmptyStack } from '../shared/empty-stack';
import { PIPELINE_STACK, registryStack, toolkitRoleArn } from '../../lib/names';
import { readCaller } from '../shared/caller';
import { cdkAtTerminal } from '../shared/cdk';
import { Print } from '../shared/terminal/print';

/** The stack of an image in one stage, to be created around its repository. */
interface Adoption {
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
export async function adopt(
  stackNames: readonly string[],
  distribution: Distribution,
  print: Print,
): Promise<void> {
  const adoptions = stackNames.map((name) => findAdoption(name, distribution));
  for (const adoption of adoptions) await adoptOne(adoption, distribution, print);
}

async function adoptOne(adoption: Adoption, distribution: Distribution, print: Print): Promise<void> {
  const { stackName, imageName, stageName } = adoption;
  const { client, executionRole } = await deployRole(distribution, stageName);
  const empty = { stackName, distributionName: distribution.name, executionRole };
  await createEmptyStack(client, empty).catch(explainExisting);
  print(`${stackName}: created, with nothing in it`);
  const construct = `${PIPELINE_STACK}/${stageName}/${imageName}`;
  const command = ['deploy', '--import-existing-resources', '--require-approval=never', construct];
  if (await cdkAtTerminal(command)) return;
  await deleteEmptyStack(client, empty);
  throw new Error(
    `${stackName} could not be deployed around its repository; CDK says why above. Nothing was changed: the empty stack is deleted again`,
  );
}

function findAdoption(stackName: string, { images }: Distribution): Adoption {
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
function explainExisting(error: Error): never {
  if (error.name !== 'AlreadyExistsException') throw error;
  throw new Error(
    `${error.message}, expected no stack of that name: if it is in ROLLBACK_COMPLETE, an administrator deletes it first; 'npm run status' says so`,
  );
}

/** CloudFormation by the deploy role of a stage, which the operator may assume. */
async function deployRole({ stages }: Distribution, stageName: StageName) {
  const caller = await readCaller();
  const { account = caller.account, region = caller.region } = stages[stageName];
  const role = (use: string) => toolkitRoleArn(use, { partition: caller.partition, account, region });
  const { Credentials } = await new STSClient({}).send(
    new AssumeRoleCommand({ RoleArn: role('deploy'), RoleSessionName: 'adopt' }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken,
  };
  return { client: new CloudFormationClient({ region, credentials }), executionRole: role('cfn-exec') };
}
