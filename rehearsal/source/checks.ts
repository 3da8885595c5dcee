import * as path from 'node:path';
import { ROOT } from '../runner/directory/paths';
import { WorkTree } from './work-tree';

const FILES = ['.npmrc', 'package.json'];

/**
 * Leaves the installation and the unit tests out of what Synth does; the synth with its rules stays.
 *
 * For scenarios about what comes after Synth: the same packages were installed and the same tests run by the
 * scenario of the first release, and a push then takes ten seconds in place of a minute. The packages are the checkout's.
 */
export async function leaveOutChecks(tree: WorkTree): Promise<void> {
  const packages = path.join(ROOT, 'node_modules');
  const verify = `ln -s '${packages}' node_modules && cdk synth --quiet && node cli/review/pipeline/bundle.cjs`;
  await tree.replace('package.json', /"verify": ".*"/, `"verify": ${JSON.stringify(verify)}`);
  // `npm ci` then compares package.json with the lockfile, and installs nothing.
  await tree.append('.npmrc', 'dry-run=true');
}

/** Has Synth install and check everything again, for scenarios about just that. */
export async function bringBackChecks(tree: WorkTree): Promise<void> {
  for (const file of FILES) await tree.takeFromCheckout(file);
}
