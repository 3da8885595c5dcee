import * as fs from 'node:fs';
import { PAGE, settingsPage } from '../../tools/document-settings';

test('the table in docs/settings.md is that of the settings as they are declared; `npm run docs` makes it', () => {
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(settingsPage());
}, 60_000);
