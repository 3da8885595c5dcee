import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';

/** Clients that act as the one who tries a road. */
export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly codeBuild: CodeBuildClient;
  readonly codePipeline: CodePipelineClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

/** A way on which somebody who may deploy could become administrator: a right to ask for, and a call to try. */
export interface Road {
  readonly name: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  readonly attempt: (clients: Clients) => Promise<unknown>;
}
