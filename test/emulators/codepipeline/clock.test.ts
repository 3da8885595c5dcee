import { Clock } from '../../../emulators/codepipeline/clock';

const DAY = 24 * 60 * 60_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('rings when the time has passed, longer than a timer can be', () => {
  const ring = jest.fn();
  new Clock().after(60 * DAY, ring);
  jest.advanceTimersByTime(60 * DAY - 1);
  expect(ring).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(ring).toHaveBeenCalledTimes(1);
});

test('rings at once when it is put forward, and only what is due', () => {
  const clock = new Clock();
  const [soon, late] = [jest.fn(), jest.fn()];
  clock.after(DAY, soon);
  clock.after(2 * DAY, late);
  clock.advance(DAY);
  expect([soon.mock.calls.length, late.mock.calls.length]).toEqual([1, 0]);
  jest.advanceTimersByTime(DAY);
  expect([soon.mock.calls.length, late.mock.calls.length]).toEqual([1, 1]);
});

test('counts from when it was asked, however far it was put forward before', () => {
  const clock = new Clock();
  const ring = jest.fn();
  clock.advance(10 * DAY);
  clock.after(DAY, ring);
  clock.advance(DAY - 1);
  expect(ring).not.toHaveBeenCalled();
  clock.advance(1);
  expect(ring).toHaveBeenCalledTimes(1);
});

test('does not ring once it is called off', () => {
  const clock = new Clock();
  const ring = jest.fn();
  clock.after(DAY, ring)();
  clock.advance(2 * DAY);
  expect(ring).not.toHaveBeenCalled();
  expect(jest.getTimerCount()).toBe(0);
});
