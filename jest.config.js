/**
 * Two projects: `unit` (what `npm run verify` runs, also inside the pipeline; starts nothing) and
 * `rehearsal` (starts the local AWS account).
 */
const common = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
};
module.exports = {
  projects: [
    {
      ...common,
      displayName: 'unit',
      roots: ['<rootDir>/test/lib'],
      setupFiles: ['<rootDir>/test/without-validation.ts'],
      setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
    },
    { ...common, displayName: 'rehearsal', roots: ['<rootDir>/test/rehearsal'] },
  ],
};
