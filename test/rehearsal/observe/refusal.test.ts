import { expectRefused, isAllowed, isRefused } from '../../../rehearsal/observe/refusal';

function failing(name: string, message = 'it failed'): Promise<never> {
  return Promise.reject(Object.assign(new Error(message), { name }));
}

test.each([
  ['AccessDenied', 'it failed'],
  ['AccessDeniedException', 'it failed'],
  ['ValidationError', 'S3 error: Access Denied'],
  ['Error', 'User is not authorized to perform: codeconnections:UseConnection'],
])('a call is refused that fails with %s: %s', async (name, message) => {
  expect(await isRefused(failing(name, message))).toBe(true);
  expect(await isAllowed(failing(name, message))).toBe(false);
});

test('a call that fails for another reason was not refused, and is no answer either', async () => {
  expect(await isRefused(failing('ValidationError'))).toBe(false);
  await expect(isAllowed(failing('ValidationError'))).rejects.toThrow('it failed');
});

test('a call that is done is allowed', async () => {
  expect(await isRefused(Promise.resolve())).toBe(false);
  expect(await isAllowed(Promise.resolve())).toBe(true);
});

test('the refusals of a service replace those of a missing permission', async () => {
  expect(await isAllowed(failing('ExpiredTokenException'), ['ExpiredTokenException'])).toBe(false);
  await expect(isAllowed(failing('AccessDenied'), ['ExpiredTokenException'])).rejects.toThrow('it failed');
});

test('an expected refusal rejects a call that is done, and one that fails otherwise', async () => {
  await expect(expectRefused(failing('AccessDenied'), 'AccessDenied')).resolves.toBeUndefined();
  await expect(expectRefused(Promise.resolve(), 'AccessDenied')).rejects.toThrow('expected AccessDenied');
  await expect(expectRefused(failing('ValidationError'), 'AccessDenied')).rejects.toThrow('it failed');
});
