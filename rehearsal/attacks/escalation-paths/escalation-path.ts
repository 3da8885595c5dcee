import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';

/** Clients that act as the one who tries a road. */
export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly codeBuild: CodeBuildClient;
  readonly codePipeline: CodePipelineClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly sts: STSClient;

  /** Calls an operation of CodeConnections. */
  readonly connections: (operation: string, request: { readonly ConnectionArn: string }) => Promise<unknown>;
}

/** A way on which somebody who may deploy could become administrator: a right to ask for, and a call to try. */
export interface Road {
  readonly name: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  readonly attempt: (clients: Clients) => Promise<unknown>;
}
