import { Execution } from '../../../../emulators/codepipeline/execution/execution';
import { StageGate } from '../../../../emulators/codepipeline/execution/stage-gate';
import { declare } from '../support/fake-pipeline';

function execution(): Execution {
  const trigger = { triggerType: 'StartPipelineExecution', triggerDetail: 'a test' } as const;
  return new Execution(declare({ Source: ['source'], Build: ['build'] }), 1, trigger);
}

test('a stage is entered by the execution that waits, and not by one that comes at the same time', async () => {
  const gate = new StageGate();
  const [first, second, third] = [execution(), execution(), execution()];
  expect(await gate.enter(first)).toBe(true);
  const second_ = gate.enter(second);
  gate.leave();
  const third_ = gate.enter(third);
  expect(await second_).toBe(true);
  expect([gate.latest, gate.inbound]).toEqual([second, third]);
  gate.leave();
  expect(await third_).toBe(true);
});

// Both ends of a stage change in one go when a pipeline is changed or closed.
test.each<[string, (gate: StageGate, waiting: Execution) => void]>([
  [
    'just before the stage is free',
    (gate, waiting) => {
      waiting.abandon('Cancelled', '');
      gate.leave();
    },
  ],
  [
    'just after it was let in',
    (gate, waiting) => {
      gate.leave();
      waiting.abandon('Cancelled', '');
    },
  ],
])('a stage does not stay locked for an execution that is cancelled %s', async (_, happen) => {
  const gate = new StageGate();
  await gate.enter(execution());
  const waiting = execution();
  const entered = gate.enter(waiting);
  happen(gate, waiting);
  expect(await entered).toBe(false);
  expect(await gate.enter(execution())).toBe(true);
});
