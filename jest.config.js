const { availableParallelism } = require('node:os');

/**
 * Two projects: `unit` (what `npm run verify` runs, also inside the pipeline; starts nothing) and
 * `rehearsal` (starts the local AWS account).
 */
const common = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  setupFiles: ['<rootDir>/test/environment.ts'],
};

/** Synthesises hundreds of stacks, which takes as long as all other unit tests: not in each Synth of the pipeline. */
const MANY_IMAGES = '<rootDir>/test/lib/pipeline/many-images.test.ts';

module.exports = {
  // Half as many again as there are cores: most tests wait for processes of their own.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  projects: [
    {
      ...common,
      displayName: 'unit',
      // Nothing else: the pipeline's Synth runs these, and what a root holds may take the place of a module.
      roots: ['<rootDir>/lib', '<rootDir>/test'],
      testMatch: ['<rootDir>/test/lib/**/*.test.ts'],
      testPathIgnorePatterns: [MANY_IMAGES],
      setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
    },
    {
      ...common,
      displayName: 'rehearsal',
      testEnvironment: '<rootDir>/test/emulators/account/support/shared/account-environment.ts',
      roots: ['cli', 'emulators', 'lib', 'rehearsal', 'test'].map((folder) => `<rootDir>/${folder}`),
      testMatch: [
        '<rootDir>/test/*.test.ts',
        '<rootDir>/test/{bench,bin,cli,emulators,examples,policies,rehearsal,tools}/**/*.test.ts',
        MANY_IMAGES,
      ],
    },
  ],
};
