import { mayNotSkip, missingPrograms } from '../rehearsal/runner/machine/programs';

/**
 * `describe` for tests that need a program: where it is missing they are skipped, which Jest counts.
 *
 * What `npm test` begins with has named it. Where nothing may be skipped they run, and fail.
 */
export function describeWith(program: string): jest.Describe {
  return missingPrograms([program]).length === 0 || mayNotSkip() ? describe : describe.skip;
}
