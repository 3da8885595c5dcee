import * as fs from 'node:fs';
import * as path from 'node:path';
import { settingsTable } from './settings-table';

/** The page whose table is made from the declaration of the settings. */
export const PAGE = path.resolve(__dirname, '../docs/settings.md');

const TABLE = /(?<=<!-- made by `npm run docs` -->\n\n)[^]*?(?=<!-- end -->)/;

/** The page as it should be: what is written there, with the table of today's settings. */
export function settingsPage(): string {
  const page = fs.readFileSync(PAGE, 'utf8');
  if (!TABLE.test(page))
    throw new Error(`${PAGE} has no place for the table, expected the two comments around it`);
  return page.replace(TABLE, () => `${settingsTable()}\n\n`);
}

if (require.main === module) fs.writeFileSync(PAGE, settingsPage());
