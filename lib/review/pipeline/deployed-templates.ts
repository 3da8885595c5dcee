import type { ReviewedStack } from '../state/stack';
import { asText } from '../values';
import { stackOf } from './approval-changes';
import { pipelines } from './pipeline';

/** A stack of an assembly, with the file of its template as the pipeline names it. */
export interface ListedStack {
  readonly stack: ReviewedStack;
  readonly file: string;
}

/** What CDK Pipelines calls the file of a stack's tags, which may hold parameters and a stack policy, too. */
export function configurationFile(templateFile: string): string {
  return `${templateFile}.config.json`;
}

/**
 * Refuses an assembly whose pipeline deploys other files than those that are reviewed as the stack's.
 *
 * CodePipeline takes the files that an action names, whatever the manifest says of the stack.
 *
 * @throws Error naming file and stack
 */
export function expectDeployedTemplates(listed: readonly ListedStack[]): void {
  const isListed = (name: string, file: string) =>
    listed.some((one) => one.stack.name === name && one.file === file);
  const actions = [...pipelines(listed.map(({ stack }) => stack)).values()].flatMap((one) => one.actions);
  for (const action of actions) {
    const { TemplatePath, TemplateConfiguration } = (action.settings.Configuration ?? {}) as Files;
    if (TemplatePath === undefined) continue;
    const [name, file] = [stackOf(action), fileOf(TemplatePath)];
    const configuration = TemplateConfiguration === undefined ? undefined : fileOf(TemplateConfiguration);
    if (isListed(name, file) && [undefined, configurationFile(file)].includes(configuration)) continue;
    throw new Error(
      `the pipeline deploys ${[file, configuration].filter(Boolean).join(' with ')} as the stack ${name}, which the assembly lists with other files or not at all, expected the same: do not trust who made it, or synthesise it anew`,
    );
  }
}

interface Files {
  readonly TemplatePath?: unknown;
  readonly TemplateConfiguration?: unknown;
}

/** Of `ARTIFACT::FILE`; which artifact it is has been told as a change of the action. */
function fileOf(path: unknown): string {
  return asText(path).replace(/^.*?::/, '');
}
