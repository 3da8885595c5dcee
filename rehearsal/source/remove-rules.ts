import { WorkTree } from './work-tree';

/** What a commit can do to its own checks: Synth synthesises, and nobody looks at what it makes. */
export async function removeRules(tree: WorkTree): Promise<void> {
  await tree.replace('bin/app.ts', /^Validations\.of\(app\).*$/m, '');
}
