import { DistributionInput, STAGE_NAMES, StageName } from '../../../lib/config';
import { registryStages } from '../../../lib/stages/registry-stages';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';
import type { RepositoryProperties } from '../../../lib/lifecycle';

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
}

/** The one repository of each stage, as the app synthesises it. */
export function stageRepositories(
  stages?: DistributionInput['stages'],
): Readonly<Record<StageName, RepositoryProperties>> {
  const synthesized = registryStages(exampleApp(), exampleDistribution({ stages }));
  return Object.fromEntries(
    STAGE_NAMES.map((name, index) => {
      const templates = synthesized[index].synth().stacks.map(({ template }) => template as Template);
      const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
      const [repository, ...others] = resources.filter(({ Type }) => Type === 'AWS::ECR::Repository');
      if (!repository || others.length > 0) {
        throw new Error(`${name} has ${others.length + (repository ? 1 : 0)} repositories, expected one`);
      }
      return [name, repository.Properties as RepositoryProperties];
    }),
  ) as Record<StageName, RepositoryProperties>;
}
