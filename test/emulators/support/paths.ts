import * as path from 'node:path';

/** The checkout. */
export const ROOT = path.resolve(__dirname, '../../..');

/** What accounts write is in here: ignored by Git, and the Python environment is made once for all. */
export const DIRECTORY = path.join(ROOT, '.rehearsal');
