import { environmentVariable } from '../../../lib/names';
import { Change } from './change';
import { readIfThere } from '../gh';
import { WantedEnvironment } from '../configuration/wanted-environments';

/** What has to change for the repository's workflows to know what an environment is called. */
export async function variableChanges({ repository, name, stageName }: WantedEnvironment): Promise<Change[]> {
  const variable = environmentVariable(stageName);
  const address = `repos/${repository}/actions/variables/${variable}`;
  const current = await readIfThere<{ readonly value: string }>(address);
  if (current?.value === name) return [];
  return [
    {
      title: `${repository}: variable ${variable}, which names the environment ${name}`,
      commands: [{ args: ['variable', 'set', variable, '--body', name, '--repo', repository] }],
    },
  ];
}
