import { always } from '../../rehearsal/runner/approve';
import { ScenarioRunner } from '../../rehearsal/runner/scenario-runner';
import { threePushes } from './three-pushes';

// Run in a copy of the checkout, which is what it rehearses.
new ScenarioRunner({ approve: always('Approved'), stay: false }).run([threePushes]).then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
