import type { PipelineDeclaration, StartPipelineExecutionInput } from '@aws-sdk/client-codepipeline';
import { ServiceError } from '../server/service-error';

/** What the caller who starts an execution says about it. */
export interface StartOptions {
  /** Values of the pipeline's own variables. */
  readonly variables?: Readonly<Record<string, string>>;

  /**
   * Commits to take, by the names of source actions.
   *
   * @default - the head of the branch
   */
  readonly commits?: Readonly<Record<string, string>>;
}

/**
 * Reads what a start asks for (AWS CodePipeline User Guide, "Variables reference" and "Start a pipeline with a
 * source revision override").
 *
 * @throws ServiceError when the pipeline has no such variable or source
 */
export function startOptions(
  { stages = [], variables: declared = [] }: PipelineDeclaration,
  { sourceRevisions = [], variables = [] }: Partial<StartPipelineExecutionInput> = {},
): StartOptions {
  const known = declared.map(({ name }) => name);
  const unknown = variables.find(({ name }) => !known.includes(name));
  if (unknown)
    throw invalid(`The pipeline has no variable '${unknown.name}', expected one of [${known.join(', ')}]`);
  const values = [...declared.map(({ name, defaultValue: value }) => ({ name, value })), ...variables].filter(
    ({ value }) => value !== undefined,
  );
  const sources = (stages[0]?.actions ?? []).map(({ name }) => name);
  for (const { actionName, revisionType } of sourceRevisions) {
    if (!sources.includes(actionName)) {
      throw invalid(
        `The pipeline has no source action '${actionName}', expected one of [${sources.join(', ')}]`,
      );
    }
    if (revisionType !== 'COMMIT_ID') {
      throw invalid(
        `revisionType ${revisionType} is not one of source action '${actionName}', expected COMMIT_ID`,
      );
    }
  }
  const commits = sourceRevisions.map(({ actionName, revisionValue }) => [actionName, revisionValue]);
  return {
    variables: Object.fromEntries(values.map(({ name, value }) => [name, value])) as Record<string, string>,
    commits: Object.fromEntries(commits) as Record<string, string>,
  };
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
