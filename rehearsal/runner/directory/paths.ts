import * as path from 'node:path';

/** The checkout that is rehearsed. */
export const ROOT = path.resolve(__dirname, '../../..');

/** Everything that a rehearsal writes is in here, unless it is given another folder. */
export const DIRECTORY = path.join(ROOT, '.rehearsal');
