import { environmentVariable } from '../../../../lib/names';
import { Change } from '../change';
import { readIfThere } from '../../gh';
import { WantedEnvironment } from '../../configuration/wanted-environments';

/** What has to change for the repository's workflows to know what an environment is called. */
export async function variableChanges({ repository, name, stageName }: WantedEnvironment): Promise<Change[]> {
  const variable = environmentVariable(stageName);
  const readValue = async () => {
    const address = `repos/${repository}/actions/variables/${variable}`;
    return (await readIfThere<{ readonly value: string }>(address))?.value;
  };
  if ((await readValue()) === name) return [];
  return [
    {
      title: `${repository}: variable ${variable}, which names the environment ${name}`,
      commands: [{ args: ['variable', 'set', variable, '--body', name, '--repo', repository] }],
      readBack: {
        differences: async () => {
          const value = await readValue();
          return value === name ? [] : [`the value ${value ?? 'none'}, expected ${name}`];
        },
        remedy: `look at https://github.com/${repository}/settings/variables/actions`,
      },
    },
  ];
}
