import { DistributionInput } from '../../../lib/config';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { changeText, readAssembly, Review, ReviewedStack } from '../../../lib/review';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

/** A template that a test may change. */
export interface EditableTemplate {
  Resources: Record<string, EditableResource>;
  [section: string]: unknown;
}

export interface EditableResource {
  Type: string;
  Properties: Record<string, unknown>;
  [attribute: string]: unknown;
}

/** The stacks of an example, as they are synthesised. */
export function state(changes: Partial<DistributionInput> = {}): ReviewedStack[] {
  const app = exampleApp();
  new PipelineStack(app, 'PipelineStack', { distribution: exampleDistribution(changes) });
  return readAssembly(app.synth().directory);
}

/** The same stacks, one template being another one; everything in it is there to be edited. */
export function edited(
  stacks: readonly ReviewedStack[],
  name: string,
  edit: (template: EditableTemplate) => void,
): ReviewedStack[] {
  return stacks.map((stack) => {
    if (stack.name !== name) return stack;
    const template = structuredClone(stack.template) as EditableTemplate;
    edit(template);
    return { ...stack, template };
  });
}

/** The one resource of a template whose logical id begins so. */
export function resource({ Resources }: EditableTemplate, begin: string): EditableResource {
  const found = Object.keys(Resources).filter((id) => id.startsWith(begin));
  if (found.length !== 1) throw new Error(`${found.length} resources begin with ${begin}, expected one`);
  return Resources[found[0]];
}

/** What a review says, one line for each change, the widest first. */
export function lines({ changes }: Review): string[] {
  return changes.map(
    ({ severity, stage, phrase, resource: of }) =>
      `${severity} ${stage}: ${changeText({ phrase, resource: of })}`,
  );
}

/** Its policy document, of whatever resource holds one. */
export function statementsOf({ Properties }: EditableResource): Record<string, unknown>[] {
  const { Statement } = (Properties.PolicyDocument ?? Properties.AssumeRolePolicyDocument) as {
    Statement: Record<string, unknown>[];
  };
  return Statement;
}
