import { always } from '../../rehearsal/runner/approve';
import { rehearseAll } from '../../rehearsal/runner/rehearse-all';
import { threePushes } from './three-pushes';

// Run in a copy of the checkout, which is what it rehearses.
rehearseAll([threePushes], { approve: always('Approved'), stay: false }).then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
