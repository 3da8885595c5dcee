const { availableParallelism } = require('node:os');

/**
 * Three projects: `unit` (what `npm run verify` runs, also inside the pipeline; starts nothing), `rehearsal` (starts the
 * local AWS account), and `single` (the files of `unit`, to run one of them).
 */
const SWC = ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }];
const common = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': SWC },
  setupFiles: ['<rootDir>/test/environment.ts'],
};

const MANY_IMAGES = '<rootDir>/test/lib/pipeline/many-images.test.ts';

const unit = {
  ...common,
  // Nothing else: the pipeline's Synth runs these, and what a root holds may take the place of a module.
  roots: ['<rootDir>/lib', '<rootDir>/test'],
  setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
};

module.exports = {
  // Half as many again as there are cores: most tests wait for processes of their own.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  projects: [
    { ...unit, displayName: 'unit', testMatch: ['<rootDir>/test/lib/parts/*.test.ts'] },
    {
      ...unit,
      displayName: 'single',
      testMatch: ['<rootDir>/test/lib/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/lib/parts/', MANY_IMAGES],
    },
    {
      ...common,
      displayName: 'rehearsal',
      // GitHub's evaluator is an ES module, which Jest takes from nobody but a transformer.
      moduleNameMapper: {
        '^@actions/expressions$': '<rootDir>/node_modules/@actions/expressions/dist/index.js',
      },
      transform: { ...common.transform, '/@actions/expressions/dist/.+\\.js$': SWC },
      transformIgnorePatterns: ['/node_modules/(?!@actions/expressions/)'],
      testEnvironment: '<rootDir>/test/emulators/account/support/shared/account-environment.ts',
      roots: ['cli', 'emulators', 'lib', 'rehearsal', 'test'].map((folder) => `<rootDir>/${folder}`),
      testMatch: [
        '<rootDir>/test/*.test.ts',
        '<rootDir>/test/{bench,bin,cli,emulators,examples,github,policies,rehearsal,tools}/**/*.test.ts',
        MANY_IMAGES,
      ],
    },
  ],
};
