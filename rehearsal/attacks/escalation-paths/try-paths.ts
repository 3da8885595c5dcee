import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { IAMClient, SimulateCustomPolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { callConnections } from '../../../emulators/codepipeline';
import { Clients, Road } from './escalation-path';
import { Traveller } from './principals';

/** Names of the error by which the services refuse. */
const REFUSALS = ['AccessDenied', 'AccessDeniedException'];

/** Roads that the account's evaluator leaves open to somebody, by their names. */
export async function openToPrincipal(
  account: LocalAccount,
  { arn }: Traveller,
  roads: readonly Road[],
): Promise<string[]> {
  const iam = new IAMClient(account.sdk());
  return namesOf(roads, async (road) => {
    const { EvaluationResults } = await iam.send(
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: arn, ...question(road) }),
    );
    return EvaluationResults?.[0]?.EvalDecision === 'allowed';
  });
}

/** Roads that one document leaves open by itself. */
export async function openByDocument(
  account: LocalAccount,
  document: string,
  roads: readonly Road[],
): Promise<string[]> {
  const iam = new IAMClient(account.sdk());
  return namesOf(roads, async (road) => {
    const { EvaluationResults } = await iam.send(
      new SimulateCustomPolicyCommand({ PolicyInputList: [document], ...question(road) }),
    );
    return EvaluationResults?.[0]?.EvalDecision === 'allowed';
  });
}

/** Roads that somebody has gone: whatever is not refused outright counts as gone. */
export async function goneBy(
  account: LocalAccount,
  { credentials }: Traveller,
  roads: readonly Road[],
): Promise<string[]> {
  const sdk = account.sdk(credentials);
  const clients: Clients = {
    cloudFormation: new CloudFormationClient(sdk),
    codeBuild: new CodeBuildClient(sdk),
    codePipeline: new CodePipelineClient(sdk),
    iam: new IAMClient(sdk),
    kms: new KMSClient(sdk),
    s3: new S3Client({ ...sdk, forcePathStyle: true }),
    sts: new STSClient(sdk),
    connections: connectionsOf(account, credentials),
  };
  return namesOf(roads, async (road) => {
    try {
      await road.attempt(clients);
      return true;
    } catch (error) {
      return !REFUSALS.includes((error as Error).name);
    }
  });
}

/** CodeConnections, whose refusals are told by their words here and not by a name. */
function connectionsOf(account: LocalAccount, credentials: Credentials): Clients['connections'] {
  return (operation, request) =>
    callConnections(account, credentials, operation, request).catch((error: Error) => {
      if (error.message.includes('not authorized to perform')) error.name = 'AccessDeniedException';
      throw error;
    });
}

async function namesOf(roads: readonly Road[], isOpen: (road: Road) => Promise<boolean>): Promise<string[]> {
  const open = await Promise.all(roads.map(isOpen));
  return roads.filter((_, index) => open[index]).map(({ name }) => name);
}

function question({ action, resource, context }: Road) {
  return {
    ActionNames: [action],
    ResourceArns: [resource],
    ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
      ContextKeyName,
      ContextKeyType: 'string' as const,
      ContextKeyValues: [value],
    })),
  };
}
