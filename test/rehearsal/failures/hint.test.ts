import { withHint } from '../../../rehearsal/failures/hint';

test.each([
  ['ENOSPC: no space left on device, write', 'The disk is full'],
  ['git init ended with 128:\nfatal: write error: No space left on device', 'The disk is full'],
  ['npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED', 'npm does not reach its registry'],
  [
    'npm error network request to https://registry.npmjs.org failed, reason: getaddrinfo ENOTFOUND',
    'npm does not',
  ],
])('the message %j is followed by the fix', (message, fix) => {
  expect(withHint(message)).toContain(`${message}\n${fix}`);
});

test('the message of another cause stands alone', () => {
  const message = 'connect ECONNREFUSED 127.0.0.1:1';
  expect(withHint(message)).toBe(message);
});
