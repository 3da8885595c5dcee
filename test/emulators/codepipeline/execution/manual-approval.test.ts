import { setImmediate as turn } from 'node:timers/promises';
import { ManualApprovals } from '../../../../emulators/codepipeline/actions/manual-approval';
import type { ActionContext } from '../../../../emulators/codepipeline/execution/action-runner';
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
  const action = new ActionExecution(execution, 'Release', declaration as ActionExecution['declaration']);
  execution.actions.push(action);
  const clock = new Clock();
  const approvals = new ManualApprovals(clock);
  const { signal } = action;
  const ended = approvals.runner({ action, signal } as ActionContext);
  const answer = (token = action.token ?? '', result: Parameters<typeof approvals.answer>[2] = APPROVED) =>
    approvals.answer(action, token, result, 'arn:approver');
  return { action, answer, clock, ended, execution };
}

const refusal = (code: string) => expect.objectContaining({ code }) as Error;

test('goes on when approved, and says by whom and why', async () => {
  const { action, answer, ended } = ask();
  answer();
  await ended;
  expect(action).toMatchObject({ updatedBy: 'arn:approver', summary: 'fine' });
});

test('fails when rejected', async () => {
  const { answer, ended } = ask();
  answer(undefined, { status: 'Rejected', summary: 'not today' });
  await expect(ended).rejects.toMatchObject({
    code: 'JobFailed',
    message: 'Rejected by arn:approver: not today',
  });
});

test('rejects the token of another request, and waits on', async () => {
  const { answer, ended } = ask();
  expect(() => answer('another')).toThrow(refusal('InvalidApprovalTokenException'));
  answer();
  await ended;
});

test('rejects a second answer, at once and later', async () => {
  const { answer, ended, action } = ask();
  const token = action.token;
  const again = () => answer(token, { status: 'Rejected', summary: 'too late' });
  const late = refusal('ApprovalAlreadyCompletedException');
  answer(token);
  expect(again).toThrow(late);
  await ended;
  expect(again).toThrow(late);
});

describe('as time goes by', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  test.each([
    [undefined, 7 * 24 * 60],
    [5, 5],
    [86_400, 86_400],
  ])('with a timeout of %s minutes fails after %s', async (timeoutInMinutes, minutes) => {
    const { answer, ended } = ask(timeoutInMinutes);
    const failure = await expect(ended).rejects.toMatchObject({
      code: 'TimeoutError',
      message: `Nobody approved within ${minutes} minutes; release the change again`,
    });
    let over = false;
    void ended.catch(() => (over = true));
    jest.advanceTimersByTime(minutes * MINUTE - 1);
    await turn();
    expect(over).toBe(false);
    jest.advanceTimersByTime(1);
    await failure;
    expect(() => answer()).toThrow(refusal('InvalidApprovalTokenException'));
  });

  test('fails when its time has passed by the clock that it is given, and not before', async () => {
    const { clock, ended } = ask(86_400);
    const failure = await expect(ended).rejects.toMatchObject({ code: 'TimeoutError' });
    let over = false;
    void ended.catch(() => (over = true));
    clock.advance(86_400 * MINUTE - 1);
    await turn();
    expect(over).toBe(false);
    clock.advance(1);
    await failure;
  });

  test('leaves no timer behind when its execution ends early', async () => {
    const { ended, execution } = ask();
    expect(jest.getTimerCount()).toBe(1);
    execution.abandon('Cancelled', '');
    await ended;
    expect(jest.getTimerCount()).toBe(0);
  });
});

test('asks nobody when its execution has ended before', async () => {
  const { execution } = ask();
  const declaration = execution.pipeline.stages?.[0]?.actions?.[0] ?? {};
  const action = new ActionExecution(execution, 'Release', declaration as ActionExecution['declaration']);
  execution.actions.push(action);
  execution.abandon('Cancelled', '');
  const { signal } = action;
  await new ManualApprovals(new Clock()).runner({ action, signal } as ActionContext);
  expect(action.token).toBeUndefined();
});
