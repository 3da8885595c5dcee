import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { PIPELINE_STACK } from '../../../lib/names';

/** What the pipeline that is deployed does, whatever this checkout says. */
export interface DeployedPipeline {
  /** Stacks that its actions create and update. */
  readonly stackNames: ReadonlySet<string>;

  /** Repository of its source, as `owner/name`. */
  readonly repository?: string;

  /** For how long an approval waits, by its stage and action, where that is not CodePipeline's seven days. */
  readonly timeouts: ReadonlyMap<string, number>;
}

/** What a template says of a pipeline, as far as it is asked (AWS::CodePipeline::Pipeline). */
interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type?: string; readonly Properties?: { readonly Stages?: readonly Stage[] } }>
  >;
}

interface Stage {
  readonly Name: string;
  readonly Actions?: readonly {
    readonly Name: string;
    readonly Configuration?: { readonly StackName?: string; readonly FullRepositoryId?: string };
    readonly TimeoutInMinutes?: number;
  }[];
}

/**
 * Reads what the pipeline does, from the template of its stack.
 *
 * Not with GetPipeline, which the operator's policy does not allow, and the template it does.
 *
 * @throws Error when AWS refuses it, or no pipeline is in there
 */
export async function readDeployedPipeline(): Promise<DeployedPipeline> {
  const { TemplateBody = '' } = await new CloudFormationClient({}).send(
    new GetTemplateCommand({ StackName: PIPELINE_STACK, TemplateStage: 'Original' }),
  );
  const { Resources = {} } = parse(TemplateBody);
  const pipeline = Object.values(Resources).find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
  if (!pipeline) {
    throw new Error(
      `the template of ${PIPELINE_STACK} holds no AWS::CodePipeline::Pipeline, expected one; deploy the stack again with 'npx cdk deploy ${PIPELINE_STACK}'`,
    );
  }
  const actions = (pipeline.Properties?.Stages ?? []).flatMap(({ Name, Actions = [] }) =>
    Actions.map((action) => ({ ...action, key: actionKey(Name, action.Name) })),
  );
  return {
    stackNames: new Set(actions.flatMap(({ Configuration }) => Configuration?.StackName ?? [])),
    repository: actions.find(({ Configuration }) => Configuration?.FullRepositoryId)?.Configuration
      ?.FullRepositoryId,
    timeouts: new Map(
      actions.flatMap(({ key, TimeoutInMinutes }) =>
        TimeoutInMinutes === undefined ? [] : [[key, TimeoutInMinutes]],
      ),
    ),
  };
}

/** As the CDK CLI writes it. */
function parse(template: string): Template {
  try {
    return JSON.parse(template) as Template;
  } catch (error) {
    throw new Error(
      `the template of ${PIPELINE_STACK} is no JSON (${(error as Error).message}), expected it as the CDK CLI writes it; deploy the stack again with 'npx cdk deploy ${PIPELINE_STACK}'`,
      { cause: error },
    );
  }
}

/** Key of an action among those of a pipeline. */
export function actionKey(stageName: string, actionName: string): string {
  return `${stageName}/${actionName}`;
}
