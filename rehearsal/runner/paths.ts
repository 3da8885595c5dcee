import * as path from 'node:path';

/** The checkout that is rehearsed. */
export const ROOT = path.resolve(__dirname, '../..');

/** Everything that a rehearsal writes is in here. */
export const DIRECTORY = path.join(ROOT, '.rehearsal');

/** The repository that stands for GitHub. */
export const SOURCE_REPOSITORY = path.join(DIRECTORY, 'source.git');

/** Where a rehearsal edits and commits; the checkout itself stays as it is. */
export const WORK_TREE = path.join(DIRECTORY, 'work-tree');
