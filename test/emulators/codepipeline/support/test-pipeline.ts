import { setTimeout as sleep } from 'node:timers/promises';
import * as cp from '@aws-sdk/client-codepipeline';
import { BUCKET, TestAccount } from './test-account';

const POLL_MILLISECONDS = 100;
const RUNNING = ['InProgress', 'Stopping'];

interface TestPipelineOptions {
  readonly approval?: boolean;
  readonly notificationArn?: string;
}

/** A pipeline of a source, a build, and a deployment before an approval. */
export class TestPipeline {
  static readonly permissions = {
    pipeline: [
      's3:GetObject',
      's3:PutObject',
      'codeconnections:UseConnection',
      'codebuild:StartBuild',
      'codebuild:BatchGetBuilds',
      'sts:AssumeRole',
    ],
    build: ['s3:GetObject', 's3:PutObject', 'logs:*'],
    deploy: ['s3:GetObject', 'cloudformation:*', 'iam:*'],
  };

  static async create(
    rig: TestAccount,
    { approval = true, notificationArn }: TestPipelineOptions = {},
  ): Promise<TestPipeline> {
    const pipelineRole = await rig.createRole('pipeline', { Service: 'codepipeline.amazonaws.com' });
    const buildRole = await rig.createRole('build', { Service: 'codebuild.amazonaws.com' });
    const deployRole = await rig.createRole('deploy', { AWS: pipelineRole });
    for (const [role, actions] of Object.entries(TestPipeline.permissions)) await rig.allow(role, actions);
    await rig.createProject('project', buildRole, {
      version: '0.2',
      env: { 'exported-variables': ['KIND'] },
      phases: { build: { commands: ['sh build.sh', 'env > environment', 'export KIND=good'] } },
      artifacts: { files: ['template.json', 'environment'] },
    });
    const pipeline = new TestPipeline(rig, pipelineRole, deployRole, approval, notificationArn);
    await pipeline.client.send(
      new cp.CreatePipelineCommand({
        pipeline: pipeline.declaration(),
        tags: [{ key: 'team', value: 'delivery' }],
      }),
    );
    return pipeline;
  }

  readonly name = 'delivery';
  readonly client: cp.CodePipelineClient;

  private constructor(
    private readonly rig: TestAccount,
    private readonly roleArn: string,
    private readonly deployRole: string,

    /** Whether its last action is an approval. */
    private readonly approval: boolean,

    /** Topic that its approval tells. */
    private readonly notificationArn?: string,
  ) {
    this.client = new cp.CodePipelineClient(rig.account.sdk());
  }

  declaration(): cp.PipelineDeclaration {
    const { connectionArn: ConnectionArn } = this.rig;
    const source = { ConnectionArn, FullRepositoryId: 'owner/name', BranchName: 'master' };
    const deploy = {
      ActionMode: 'CREATE_UPDATE',
      StackName: 'deployed',
      TemplatePath: 'Built::template.json',
      Capabilities: 'CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND',
      ParameterOverrides: '{"Commit": "#{Source.CommitId}"}',
    };
    const approval = {
      CustomData: 'Release #{Source.CommitId}, a #{Build.KIND} build?',
      ExternalEntityLink: 'https://example.com/#{codepipeline.PipelineExecutionId}',
      ...(this.notificationArn && { NotificationArn: this.notificationArn }),
    };
    const Code = [{ name: 'Code' }];
    const Built = [{ name: 'Built' }];
    return {
      name: this.name,
      roleArn: this.roleArn,
      artifactStore: { type: 'S3', location: BUCKET },
      stages: [
        {
          name: 'Source',
          actions: [
            {
              ...action('GitHub', 'Source', 'CodeStarSourceConnection', source),
              namespace: 'Source',
              outputArtifacts: Code,
            },
          ],
        },
        {
          name: 'Build',
          actions: [
            {
              ...action('Synth', 'Build', 'CodeBuild', { ProjectName: 'project' }),
              namespace: 'Build',
              inputArtifacts: Code,
              outputArtifacts: Built,
            },
          ],
        },
        {
          name: 'Deploy',
          actions: [
            {
              ...action('Stack', 'Deploy', 'CloudFormation', deploy),
              inputArtifacts: Built,
              roleArn: this.deployRole,
            },
            ...(this.approval ? [{ ...action('Approve', 'Approval', 'Manual', approval), runOrder: 2 }] : []),
          ],
        },
      ],
    };
  }

  /** Waits for the end of an execution. */
  async ended(id: string): Promise<cp.PipelineExecutionSummary> {
    for (;;) {
      const execution = (await this.executions()).find(
        ({ pipelineExecutionId }) => pipelineExecutionId === id,
      );
      if (execution?.status && !RUNNING.includes(execution.status)) return execution;
      await sleep(POLL_MILLISECONDS);
    }
  }

  async executions(): Promise<cp.PipelineExecutionSummary[]> {
    const answer = await this.client.send(new cp.ListPipelineExecutionsCommand({ pipelineName: this.name }));
    return answer.pipelineExecutionSummaries ?? [];
  }

  async start(): Promise<string> {
    const { pipelineExecutionId } = await this.client.send(
      new cp.StartPipelineExecutionCommand({ name: this.name }),
    );
    return pipelineExecutionId ?? '';
  }

  /** Waits for the execution that took a commit. */
  async executionOf(commit: string): Promise<string> {
    for (;;) {
      const [newest] = await this.executions();
      const commits = newest?.sourceRevisions?.map(({ revisionId }) => revisionId) ?? [];
      if (commits.includes(commit)) return newest?.pipelineExecutionId ?? '';
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** The latest run of an action in an execution, if it has run. */
  async action(pipelineExecutionId: string, name: string): Promise<cp.ActionExecutionDetail | undefined> {
    const { actionExecutionDetails } = await this.client.send(
      new cp.ListActionExecutionsCommand({ pipelineName: this.name, filter: { pipelineExecutionId } }),
    );
    return actionExecutionDetails?.find(({ actionName }) => actionName === name);
  }

  /** Waits until an action of the execution has started its build, or the like. */
  async begun(executionId: string, name: string): Promise<cp.ActionExecutionDetail> {
    for (;;) {
      const found = await this.action(executionId, name);
      if (found?.output?.executionResult?.externalExecutionId) return found;
      const [execution] = (await this.executions()).filter((one) => one.pipelineExecutionId === executionId);
      if (!RUNNING.includes(execution?.status ?? '')) {
        throw new Error(`${name} has not run: the execution is ${execution?.status}`);
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Waits for the end of an action, which begins by itself. */
  async actionEnded(executionId: string, name: string): Promise<cp.ActionExecutionDetail> {
    for (;;) {
      const found = await this.action(executionId, name);
      if (found?.status && found.status !== 'InProgress') return found;
      await sleep(POLL_MILLISECONDS);
    }
  }

  /**
   * What went wrong in an action.
   *
   * @throws Error when the execution, or the action, ends otherwise than with a failure
   */
  async failure(executionId: string, name: string): Promise<cp.ErrorDetails> {
    const { status } = await this.ended(executionId);
    const found = await this.action(executionId, name);
    if (status !== 'Failed' || found?.status !== 'Failed') {
      throw new Error(
        `The execution is ${status} and ${name} is ${found?.status}, expected both to be Failed`,
      );
    }
    return found.output?.executionResult?.errorDetails ?? {};
  }

  /** Token of the approval that waits. */
  async token(): Promise<string> {
    for (;;) {
      const { stageStates = [] } = await this.client.send(
        new cp.GetPipelineStateCommand({ name: this.name }),
      );
      const token = stageStates[2].actionStates?.[1].latestExecution?.token;
      if (token) return token;
      await sleep(POLL_MILLISECONDS);
    }
  }

  async answer(token: string, status: 'Approved' | 'Rejected', summary: string): Promise<void> {
    const approval = { pipelineName: this.name, stageName: 'Deploy', actionName: 'Approve', token };
    await this.client.send(new cp.PutApprovalResultCommand({ ...approval, result: { status, summary } }));
  }
}

export function action(
  name: string,
  category: cp.ActionCategory,
  provider: string,
  configuration: Record<string, string> = {},
): cp.ActionDeclaration {
  return { name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, configuration };
}
