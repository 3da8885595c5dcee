import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { callConnections } from '../../../emulators/codepipeline';

/** Clients that act as the principal who makes an attempt. */
export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly codeBuild: CodeBuildClient;
  readonly codePipeline: CodePipelineClient;
  readonly ecr: ECRClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly sts: STSClient;

  /** Calls an operation of CodeConnections. */
  readonly connections: (operation: string, request: { readonly ConnectionArn: string }) => Promise<unknown>;
}

export function clientsOf(account: LocalAccount, credentials: Credentials): Clients {
  const sdk = account.sdk(credentials);
  return {
    cloudFormation: new CloudFormationClient(sdk),
    codeBuild: new CodeBuildClient(sdk),
    codePipeline: new CodePipelineClient(sdk),
    ecr: new ECRClient(sdk),
    iam: new IAMClient(sdk),
    kms: new KMSClient(sdk),
    s3: new S3Client(sdk),
    sts: new STSClient(sdk),
    connections: (operation, request) => callConnections(account, credentials, operation, request),
  };
}
