import { Clock } from '../../../emulators/codepipeline/clock';

const DAY = 24 * 60 * 60_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the clock calls back when the time has passed, longer than a timer can be', () => {
  const callback = jest.fn();
  new Clock().after(60 * DAY, callback);
  jest.advanceTimersByTime(60 * DAY - 1);
  expect(callback).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(callback).toHaveBeenCalledTimes(1);
});

test('the clock calls back at once when it is put forward, and only what is due', () => {
  const clock = new Clock();
  const [soon, late] = [jest.fn(), jest.fn()];
  clock.after(DAY, soon);
  clock.after(2 * DAY, late);
  clock.advance(DAY);
  expect([soon.mock.calls.length, late.mock.calls.length]).toEqual([1, 0]);
  jest.advanceTimersByTime(DAY);
  expect([soon.mock.calls.length, late.mock.calls.length]).toEqual([1, 1]);
});

test('the clock counts from when it was asked, however far it was put forward before', () => {
  const clock = new Clock();
  const callback = jest.fn();
  clock.advance(10 * DAY);
  clock.after(DAY, callback);
  clock.advance(DAY - 1);
  expect(callback).not.toHaveBeenCalled();
  clock.advance(1);
  expect(callback).toHaveBeenCalledTimes(1);
});

test('the clock does not call back once that is cancelled', () => {
  const clock = new Clock();
  const callback = jest.fn();
  clock.after(DAY, callback)();
  clock.advance(2 * DAY);
  expect(callback).not.toHaveBeenCalled();
  expect(jest.getTimerCount()).toBe(0);
});
