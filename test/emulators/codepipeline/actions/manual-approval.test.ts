import { setImmediate as turn } from 'node:timers/promises';
import { ManualApprovals } from '../../../../emulators/codepipeline/actions/manual-approval';
import type { ActionContext } from '../../../../emulators/codepipeline/actions/action-runner';
import { ActionExecution } from '../../../../emulators/codepipeline/execution/action-execution';
import { Clock } from '../../../../emulators/codepipeline/clock';
import { Execution } from '../../../../emulators/codepipeline/execution/execution';
import { declare } from '../support/fake-pipeline';

const MINUTE = 60_000;
const APPROVED = { status: 'Approved', summary: 'fine' } as const;

/** An approval that waits for an answer. */
function ask(timeoutInMinutes?: number) {
  const trigger = { triggerType: 'StartPipelineExecution', triggerDetail: 'a test' } as const;
  const execution = new Execution(declare({ Release: ['approve'] }), 1, trigger);
  const declaration = { ...execution.pipeline.stages?.[0]?.actions?.[0], timeoutInMinutes };
  const action = new ActionExecution('Release', declaration as ActionExecution['declaration']);
  execution.actions.push(action);
  const clock = new Clock();
  const approvals = new ManualApprovals(clock);
  const { signal } = action;
  const ended = approvals.runner({ action, signal, configuration: {} as object } as ActionContext);
  const answer = (token = action.token ?? '', result: Parameters<typeof approvals.answer>[2] = APPROVED) =>
    approvals.answer(action, token, result, 'arn:approver');
  return { action, answer, clock, ended, execution };
}

const refusal = (code: string) => expect.objectContaining({ code }) as Error;

test('an approval succeeds when it is approved, and says by whom and why', async () => {
  const { action, answer, ended } = ask();
  answer();
  await ended;
  expect(action).toMatchObject({ updatedBy: 'arn:approver', summary: 'fine' });
});

test('an approval fails when it is rejected', async () => {
  const { answer, ended } = ask();
  answer(undefined, { status: 'Rejected', summary: 'not today' });
  await expect(ended).rejects.toMatchObject({
    code: 'JobFailed',
    message: 'Rejected by arn:approver: not today',
  });
});

test('an approval rejects the token of another request, and waits on', async () => {
  const { answer, ended } = ask();
  expect(() => answer('another')).toThrow(refusal('InvalidApprovalTokenException'));
  answer();
  await ended;
});

test('an approval rejects a second answer, at once and later', async () => {
  const { answer, ended, action } = ask();
  const token = action.token;
  const again = () => answer(token, { status: 'Rejected', summary: 'too late' });
  const late = refusal('ApprovalAlreadyCompletedException');
  answer(token);
  expect(again).toThrow(late);
  await ended;
  expect(again).toThrow(late);
});

describe('the timeout of an approval', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  test.each([
    [undefined, 7 * 24 * 60],
    [5, 5],
    [86_400, 86_400],
  ])('of %s minutes, as it is configured, passes after %s', async (timeoutInMinutes, minutes) => {
    const { answer, ended } = ask(timeoutInMinutes);
    const failure = ended.catch((error: unknown) => error);
    let over = false;
    void failure.then(() => (over = true));
    jest.advanceTimersByTime(minutes * MINUTE - 1);
    await turn();
    expect(over).toBe(false);
    jest.advanceTimersByTime(1);
    expect(await failure).toMatchObject({
      code: 'TimeoutError',
      message: `The approval was not answered within ${minutes} minutes; release the change again`,
    });
    expect(() => answer()).toThrow(refusal('InvalidApprovalTokenException'));
  });

  test('passes by the clock that the approval is given, and not before', async () => {
    const { clock, ended } = ask(86_400);
    const failure = ended.catch((error: unknown) => error);
    let over = false;
    void failure.then(() => (over = true));
    clock.advance(86_400 * MINUTE - 1);
    await turn();
    expect(over).toBe(false);
    clock.advance(1);
    expect(await failure).toMatchObject({ code: 'TimeoutError' });
  });

  test('leaves no timer behind when the execution ends early', async () => {
    const { ended, execution } = ask();
    expect(jest.getTimerCount()).toBe(1);
    execution.abandon('Cancelled', '');
    await ended;
    expect(jest.getTimerCount()).toBe(0);
  });
});

test('an approval does not ask when its execution has ended before', async () => {
  const { execution } = ask();
  const declaration = execution.pipeline.stages?.[0]?.actions?.[0] ?? {};
  const action = new ActionExecution('Release', declaration as ActionExecution['declaration']);
  execution.actions.push(action);
  execution.abandon('Cancelled', '');
  const { signal } = action;
  await new ManualApprovals(new Clock()).runner({ action, signal } as ActionContext);
  expect(action.token).toBeUndefined();
});
