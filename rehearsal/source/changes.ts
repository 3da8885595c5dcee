import distribution from '../../distribution.config';
import { Groups, StageName } from '../../lib/config';
import { WorkTree } from './work-tree';

/** Changes every registry in a way that its stack shows: the description of its push role has a word more. */
export function changeRegistries(tree: WorkTree, word: string): Promise<void> {
  return tree.replace(
    'lib/stages/registry-stack.ts',
    /description: `GitHub Actions.* in \$\{jobs\}`/,
    `description: \`GitHub Actions (${word}) in \${jobs}\``,
  );
}

/** Just inside `images`, in whatever style it is written. */
const IMAGES = /(?<=images\s*:\s*\[)/;

/** Adds an image to the configuration. */
export function addImage(tree: WorkTree, name: string): Promise<void> {
  const entry = `{ name: '${name}', repository: 'rehearsed-org/rehearsed', ownerId: 7654321, repositoryId: 21098765 },`;
  return tree.replace('distribution.config.ts', IMAGES, `\n    ${entry}`);
}

/** Adds a registry to every stack, called `slipway/NAME-IMAGE/STAGE`. */
export function addRepository(tree: WorkTree, name: string): Promise<void> {
  return tree.replace(
    'lib/stages/registry-stack.ts',
    '    if (image.retired) return;\n',
    `    new ImageRepository(this, 'Another', {
      repositoryName: \`\${distributionName}/${name}-\${image.repositoryName}/\${stageName.toLowerCase()}\`,
      mutableTags: false,
      lifecycle: stage.lifecycle,
    });
    if (image.retired) return;\n`,
  );
}

/** Where the configuration says it, or just before `images`; of two settings the later one counts. */
const GROUPS = /^\s*groups\s*:\s*['"`][a-z-]+['"`]\s*,|(?=images\s*:\s*\[)/m;

/** Has all images of a stage share its groups, or each image have its own. */
export function setGroups(tree: WorkTree, groups: Groups): Promise<void> {
  return tree.replace('distribution.config.ts', GROUPS, `groups: '${groups}',\n  `);
}

/** Has the stages' GitHub environments other names than the configuration gives them, and all else as it is. */
export async function nameEnvironments(
  tree: WorkTree,
  names: Readonly<Record<StageName, string>>,
): Promise<void> {
  const stages = Object.entries(names).map(
    ([stage, name]) => `    ${stage}: { ...input.stages?.${stage}, environment: '${name}' },`,
  );
  const named = [
    'const named = (input: DistributionInput): DistributionInput => ({ ...input, stages: {',
    ...stages,
    '} });',
  ];
  const file = 'distribution.config.ts';
  await tree.replace(file, 'import {', 'import { DistributionInput,');
  await tree.replace(file, /(?=export default defineDistribution\()/, `${named.join('\n')}\n`);
  await tree.replace(file, /(?<=export default defineDistribution\()/, 'named(');
  await tree.replace(file, /\)(?=;?\s*$)/, '))');
}

/** Gives the developers of every registry a statement of whatever it says in place of what the tables say. */
export function giveDevelopers(tree: WorkTree, statement: string): Promise<void> {
  return distribution.groups === 'shared'
    ? tree.replace(
        'lib/stages/shared-groups-stack.ts',
        '    return group;\n',
        `    group.addToPolicy(${statement});\n    return group;\n`,
      )
    : tree.replace(
        'lib/stages/registry-stack.ts',
        'registry.grantLevels(developers, access.Developers);',
        `developers.addToPolicy(${statement});`,
      );
}
