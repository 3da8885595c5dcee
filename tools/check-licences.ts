import * as fs from 'node:fs';
import * as path from 'node:path';

/** Licences that let a team keep this repository as its own. CC-BY covers data only. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Python-2.0',
];

/** Licences that npm does not put into the lockfile, as the package states them in an older way. */
const STATED_OTHERWISE: Readonly<Record<string, string>> = {
  // "licenses", a list, in its package.json.
  'node_modules/memorystream': 'MIT',
};

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly license?: string; readonly version?: string }>>;
}

/** Whether an SPDX expression of `OR` and `AND` can be met with allowed licences only. */
function isAllowed(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => alternative.split(' AND ').every((licence) => ALLOWED.includes(licence)));
}

const lockfile = JSON.parse(
  fs.readFileSync(path.resolve(__dirname, '../package-lock.json'), 'utf8'),
) as Lockfile;
const refused = Object.entries(lockfile.packages)
  .map(([name, { version, license = STATED_OTHERWISE[name] }]) => ({ name, version, license }))
  .filter(({ license }) => !license || !isAllowed(license));
for (const { name, version, license } of refused) {
  console.error(
    `${name}@${version}: its licence is ${license ?? 'not stated'}, expected one of ${ALLOWED.join(', ')}; take another package`,
  );
}
process.exitCode = refused.length > 0 ? 1 : 0;
