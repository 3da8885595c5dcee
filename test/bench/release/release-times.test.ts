import { releaseTimes } from '../../../bench/release/release-times';
import type { ExecutionReport } from '../../../rehearsal/runner/report/execution-report';

const EXECUTION: ExecutionReport = {
  id: 'one',
  status: 'Succeeded',
  stages: [
    { name: 'Build', status: 'Succeeded', seconds: 40, actions: [action('Synth', 40)] },
    { name: 'Master', status: 'Succeeded', seconds: 1, actions: [action('Deploy', 1)] },
    {
      name: 'Release',
      status: 'Succeeded',
      seconds: 95,
      actions: [
        action('Approve', 90),
        action('OneRelease.Deploy', 1),
        action('TwoRelease.Deploy', 2),
        action('ThreeRelease.Deploy', 5),
      ],
    },
  ],
};

function action(name: string, seconds: number) {
  return { name, seconds, status: 'Succeeded' };
}

describe('times of a release', () => {
  test('are those of its stages and of its actions, without the wait for an approval', () => {
    expect(releaseTimes(EXECUTION)).toEqual({
      stages: [
        { name: 'Build', seconds: 40 },
        { name: 'Master', seconds: 1 },
        { name: 'Release', seconds: 95 },
      ],
      all: 136,
      slowest: action('Synth', 40),
      deployments: { count: 4, seconds: 2 },
    });
  });

  test('rejects an execution that was no release', () => {
    expect(() => releaseTimes({ ...EXECUTION, status: 'Failed' })).toThrow('is Failed with 4 deployments');
    expect(() => releaseTimes({ ...EXECUTION, stages: [] })).toThrow('with 0 deployments');
  });
});
