import { SourceRepository } from './source-repository';

/** Changes every registry in a way that its stack shows: the description of its push role has a word more. */
export function changeRegistries(source: SourceRepository, word: string): Promise<void> {
  return source.replace(
    'lib/stages/registry-stack.ts',
    /description: `GitHub Actions.* in \$\{jobs\}`/,
    `description: \`GitHub Actions (${word}) in \${jobs}\``,
  );
}

/** Just inside `images`, in whatever style it is written. */
const IMAGES = /(?<=images\s*:\s*\[)/;

/** Adds an image to the configuration. */
export function addImage(source: SourceRepository, name: string): Promise<void> {
  const entry = `{ name: '${name}', repository: 'your-org/rehearsed', ownerId: 7654321, repositoryId: 21098765 },`;
  return source.replace('distribution.config.ts', IMAGES, `\n    ${entry}`);
}

/** Adds a registry to every stack, called `slipway/NAME-IMAGE/STAGE`. */
export function addRepository(source: SourceRepository, name: string): Promise<void> {
  return source.replace(
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
