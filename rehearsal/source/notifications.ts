import { WorkTree } from './work-tree';

const FILE = 'distribution.config.ts';

/** Where the configuration ends; of two settings the later one counts. */
const END = /,?\s*\}\s*\)\s*;?\s*$/;

/** Has the configuration tell an address what waits, failed or was found. */
export function tellByEmail(tree: WorkTree, address: string): Promise<void> {
  return tree.replace(FILE, END, `,\n  notifications: { emails: ['${address}'] },\n});\n`);
}
