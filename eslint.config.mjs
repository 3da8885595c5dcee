import awscdk from 'eslint-plugin-awscdk';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const only = (...folders) => ({ from: '.', except: [...folders, './node_modules'] });

/** What is deployed, how it is delivered and how it is proven never import one another the wrong way. */
const zones = [
  {
    target: './lib',
    ...only('./lib', './package.json'),
    message: 'The product knows nothing of what is above it.',
  },
  {
    target: [
      './lib/config',
      './lib/access',
      './lib/constructs',
      './lib/notices',
      './lib/stages',
      './lib/lifecycle',
    ],
    from: ['./lib/pipeline', './lib/least-privilege'],
    message: 'What is deployed knows nothing of how it is delivered.',
  },
  {
    target: './cli',
    from: ['./rehearsal', './emulators', './bin'],
    message: 'A command works on AWS; that it may be the local account is none of its business.',
  },
  {
    target: './cli/bootstrap',
    from: ['./distribution.config.ts', './cdk.json', './lib/constructs', './lib/pipeline', './lib/stages'],
    message: 'An administrator runs the bootstrap: it loads neither the configuration nor the app.',
  },
  {
    target: './emulators/account',
    ...only('./emulators/account'),
    message: 'The local account knows nothing of Slipway.',
  },
  {
    target: './emulators/codepipeline',
    ...only('./emulators/codepipeline'),
    message: 'The local CodePipeline knows nothing of Slipway.',
  },
  {
    target: './rehearsal',
    from: './cli',
    except: ['./shared'],
    message: 'A rehearsal does what a person does, by the same commands, such as `npm run bootstrap`.',
  },
  {
    target: ['./rehearsal', './bench'],
    from: './emulators/codepipeline',
    except: ['./index.ts'],
    message: 'The local CodePipeline is used by its index.ts.',
  },
  { target: './rehearsal', from: ['./bin', './tools'] },
  {
    target: './test/emulators',
    ...only('./test/emulators', './emulators'),
    message:
      'The emulators are tested by themselves: what the product makes of them is tested in its own folders.',
  },
  { target: './bin', from: ['./rehearsal', './emulators', './cli'] },
  { target: ['./lib', './bin', './cli', './emulators', './rehearsal'], from: ['./bench', './test'] },
];

/** What Oxlint, which does all else, does not know: who may import what, and CDK's manners. */
export default [
  { ignores: ['node_modules', 'cdk.out', '.rehearsal', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
    },
    rules: { 'import-x/no-restricted-paths': ['error', { zones }] },
  },
  {
    // The pipeline's Synth installs `dependencies` alone (lib/pipeline/pipeline-stack.ts).
    files: [
      'distribution.config.ts',
      'test/environment.ts',
      '{lib,bin,test/lib,cli/review/pipeline,cli/shared/deployed}/**/*.ts',
    ],
    rules: {
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false, includeTypes: true }],
    },
  },
  {
    files: ['lib/**/*.ts', 'bin/**/*.ts'],
    ...awscdk.configs.recommended,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: 'tsconfig.verify.json', tsconfigRootDir: import.meta.dirname },
    },
  },
];
