import { Resolver } from '../state/resolve';
import { keyOf, ReviewedStack } from '../state/stack';
import { asText, without } from '../values';

/** An action of a stage. */
export interface Action {
  readonly stage: string;
  readonly name: string;
  readonly runOrder: number;

  /** Such as `Approval/Manual`. */
  readonly provider: string;

  /** Everything else that is said of it. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A pipeline of a state. */
export interface Pipeline {
  /** As `stack/logicalId`. */
  readonly key: string;
  readonly stage: string;
  readonly name: string;
  readonly stages: readonly string[];
  readonly actions: readonly Action[];

  /** What is said of stages besides their actions, such as conditions, and of the pipeline besides its stages. */
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Declaration {
  readonly Name?: unknown;
  readonly Stages?: readonly {
    readonly Name?: unknown;
    readonly Actions?: readonly Record<string, unknown>[];
  }[];
}

/** The pipelines of a state, with what their templates leave open written out. */
export function pipelines(state: readonly ReviewedStack[]): ReadonlyMap<string, Pipeline> {
  return new Map(
    state.flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {})
        .filter(([, { Type }]) => Type === 'AWS::CodePipeline::Pipeline')
        .map(([logicalId, { Properties }]) => {
          const key = `${keyOf(stack)}/${logicalId}`;
          const declared = new Resolver(stack).resolve(Properties ?? {}) as Declaration;
          return [key, read(key, stack.stage, declared)];
        }),
    ),
  );
}

function read(key: string, stage: string, { Name, Stages, ...settings }: Declaration): Pipeline {
  const isList = Array.isArray(Stages);
  const stages = isList ? (Stages as NonNullable<Declaration['Stages']>) : [];
  return {
    key,
    stage,
    name: asText(Name ?? key),
    stages: stages.map(({ Name: name }) => asText(name)),
    actions: stages.flatMap(({ Name: name, Actions = [] }) =>
      Actions.map((action) => readAction(asText(name), action)),
    ),
    settings: {
      ...settings,
      ...(isList ? {} : { Stages }),
      ...Object.fromEntries(
        stages.flatMap(({ Name: name, ...others }) =>
          Object.entries(without(others, 'Actions')).map(([property, value]) => [
            `${property} of the stage ${asText(name)}`,
            value,
          ]),
        ),
      ),
    },
  };
}

function readAction(
  stage: string,
  { Name, RunOrder, ActionTypeId, ...settings }: Record<string, unknown>,
): Action {
  const { Category, Provider, ...type } = (ActionTypeId ?? {}) as Readonly<Record<string, unknown>>;
  return {
    stage,
    name: asText(Name),
    // CodePipeline takes 1 where nothing is said.
    runOrder: Number(RunOrder ?? 1),
    provider: `${String(Category)}/${String(Provider)}`,
    // Whoever makes up a type of action of his own may call it like one of AWS's.
    settings: { ...settings, ...type },
  };
}
