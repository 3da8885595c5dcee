import awscdk from 'eslint-plugin-awscdk';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** What is deployed, how it is delivered and how it is proven never import one another the wrong way. */
const zones = [
  {
    target: './lib',
    from: ['./rehearsal', './bin', './bootstrap', './github', './operator', './distribution.config.ts'],
  },
  { target: './bootstrap', from: ['./rehearsal', './bin', './operator'] },
  {
    target: './bootstrap',
    from: ['./distribution.config.ts', './cdk.json', './lib/constructs', './lib/pipeline', './lib/stages'],
    message: 'An administrator runs the bootstrap: it loads neither the configuration nor the app.',
  },
  { target: './operator', from: ['./rehearsal', './bin', './bootstrap', './github'] },
  { target: './github', from: ['./rehearsal', './bin', './bootstrap'] },
  {
    target: './rehearsal',
    from: ['./bootstrap', './github', './operator'],
    message: 'A rehearsal does what a person does, by the same commands, such as `npm run bootstrap`.',
  },
  {
    target: [
      './lib/stages',
      './lib/constructs',
      './lib/config',
      './lib/access.ts',
      './lib/github-subjects.ts',
    ],
    from: './lib/pipeline',
    message: 'What is deployed knows nothing of how it is delivered.',
  },
  {
    target: './rehearsal/codepipeline',
    from: '.',
    except: ['./rehearsal/codepipeline', './node_modules'],
    message: 'The local CodePipeline knows nothing of Slipway.',
  },
  { target: './bin', from: './rehearsal' },
  { target: ['./lib', './bin', './bootstrap', './operator', './github', './rehearsal'], from: './bench' },
];

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', '.rehearsal', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })] },
    rules: { 'import-x/no-restricted-paths': ['error', { zones }] },
  },
  { files: ['lib/**/*.ts', 'bin/**/*.ts'], ...awscdk.configs.recommended },
);
