import { STSClient } from '@aws-sdk/client-sts';
import { AwsClient } from 'aws4fetch';
import { domainSuffixOf } from '../../lib/config/regions';

/**
 * Status of a connection: `PENDING` until it is completed in the console, then `AVAILABLE`.
 *
 * The SDK's client of CodeConnections is not needed for one operation (API Reference of AWS CodeConnections,
 * "GetConnection").
 *
 * @throws Error with what the service says when it refuses
 */
export async function connectionStatus(connectionArn: string): Promise<string> {
  const [, , service, region] = connectionArn.split(':');
  const { config } = new STSClient({});
  const aws = new AwsClient({ ...(await config.credentials()), service, region });
  const endpoint = process.env.AWS_ENDPOINT_URL ?? `https://${service}.${region}.${domainSuffixOf(region)}`;
  const answer = await aws.fetch(`${endpoint}/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `${TARGETS[service]}.GetConnection`,
    },
    body: JSON.stringify({ ConnectionArn: connectionArn }),
  });
  const body = (await answer.json()) as {
    readonly Connection?: { readonly ConnectionStatus?: string };
    readonly message?: string;
    readonly Message?: string;
  };
  const status = body.Connection?.ConnectionStatus;
  if (status) return status;
  throw new Error(`${connectionArn}: ${body.message ?? body.Message ?? `HTTP ${answer.status}`}`);
}

/** The service has two names, and ARNs of either. */
const TARGETS: Readonly<Record<string, string>> = {
  codeconnections: 'com.amazonaws.codeconnections.CodeConnections_20231201',
  'codestar-connections': 'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
};
