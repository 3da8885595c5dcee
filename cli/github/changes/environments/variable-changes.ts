import { environmentVariable } from '../../../../lib/names';
import { Change } from '../change';
import { readVariable, write } from '../../gh';
import { WantedEnvironment } from '../../configuration/wanted-environments';

/** What has to change for the repository's workflows to know what an environment is called. */
export async function variableChanges({ repository, name, stageName }: WantedEnvironment): Promise<Change[]> {
  const variable = environmentVariable(stageName);
  const variables = `repos/${repository}/actions/variables`;
  const before = await readVariable(variables, variable);
  if (before === name) return [];
  return [
    {
      title: `${repository}: variable ${variable}, which names the environment ${name}`,
      commands: [
        before === undefined
          ? write('POST', variables, { name: variable, value: name })
          : write('PATCH', `${variables}/${variable}`, { value: name }),
      ],
      readBack: {
        differences: async () => {
          const value = await readVariable(variables, variable);
          return value === name ? [] : [`the value ${value ?? 'none'}, expected ${name}`];
        },
        remedy: `look at https://github.com/${repository}/settings/variables/actions`,
      },
    },
  ];
}
