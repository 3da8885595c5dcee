import type { Scenario } from '../../rehearsal/scenarios/scenario';

/** What is pushed, in this order. */
export const PUSHES = ['first release', 'nothing changes', 'one image changes'] as const;

/** An id in the bench's own configuration, which decides whom the push roles of one image trust. */
const REPOSITORY_ID = /"repositoryId": \d+/;

/** A first release and what follows it, with all checks each time, as on AWS. */
export const threePushes: Scenario = {
  name: 'three-pushes',
  summary: PUSHES.join(', '),
  begins: 'empty',

  async run(rehearsal) {
    await rehearsal.setUp();
    await rehearsal.connect();
    await rehearsal.releases(await rehearsal.push(PUSHES[0]));
    await rehearsal.releases(await rehearsal.push(PUSHES[1]));
    await rehearsal.workTree.replace('distribution.config.ts', REPOSITORY_ID, '"repositoryId": 21098765');
    await rehearsal.releases(await rehearsal.push(PUSHES[2]));
  },
};
