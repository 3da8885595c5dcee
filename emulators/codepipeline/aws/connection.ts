import { json } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { AwsAccess, Credentials } from './aws-access';
import { sendSigned } from './send-signed';

/** The API of connections, under the two names of the service. */
const TARGETS: Readonly<Record<string, string>> = {
  codeconnections: 'com.amazonaws.codeconnections.CodeConnections_20231201',
  'codestar-connections': 'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
};

/** What is done with a connection, as the condition keys of UseConnection tell it. */
export interface ConnectionUse {
  readonly ConnectionArn?: string;
  readonly ProviderAction: string;
  readonly ProviderPermissionsRequired: 'read_only' | 'read_write';

  /** @default - the action is about no repository */
  readonly FullRepositoryId?: string;

  /** @default - the action is about no branch */
  readonly BranchName?: string;
}

/**
 * Status of a connection, for a principal that may use it for this.
 *
 * UseConnection is a permission that AWS checks without an API of that name; the local account offers it as
 * an operation.
 *
 * @throws Error with the account's refusal
 */
export async function useConnection(
  account: AwsAccess,
  credentials: Credentials,
  use: ConnectionUse,
): Promise<string> {
  const answer = await callConnections(account, credentials, 'UseConnection', use);
  return String(answer.ConnectionStatus);
}

/**
 * What CodePipeline does with a connection to take the head of a branch.
 *
 * The actions are those of a source that the permissions reference lists ("AWS CodeConnections permissions
 * reference", Developer Tools console User Guide). Which keys each has is not told; but a policy that demands
 * the repository of every request is refused (cloudposse/terraform-aws-ecs-codepipeline #75), so one is
 * without it: what asks how far an upload is names the upload.
 */
export function usesOfSource(configuration: {
  readonly ConnectionArn?: string;
  readonly FullRepositoryId?: string;
  readonly BranchName?: string;
}): ConnectionUse[] {
  const { ConnectionArn, FullRepositoryId, BranchName } = configuration;
  const use = { ConnectionArn, ProviderPermissionsRequired: 'read_only' } as const;
  return [
    { ...use, ProviderAction: 'GetBranch', FullRepositoryId, BranchName },
    { ...use, ProviderAction: 'StartUploadArchiveToS3', FullRepositoryId },
    { ...use, ProviderAction: 'GetUploadArchiveToS3Status' },
  ];
}

/**
 * Calls an operation of CodeConnections; the SDK's own client is not needed for one operation.
 *
 * @throws Error with the service's message when it refuses
 */
export async function callConnections(
  account: AwsAccess,
  credentials: Credentials,
  operation: string,
  request: { readonly ConnectionArn?: string },
): Promise<Record<string, unknown>> {
  const service = request.ConnectionArn?.split(':')[2] ?? 'codeconnections';
  const { response } = await sendSigned(account, credentials, service, {
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `${TARGETS[service]}.${operation}`,
    },
    body: JSON.stringify(request),
  });
  const answer = (await json(response.body as Readable)) as Record<string, unknown>;
  if (response.statusCode !== 200) throw new Error(String(answer.message ?? answer.Message));
  return answer;
}
