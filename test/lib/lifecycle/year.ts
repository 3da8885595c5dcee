import * as fs from 'node:fs';
import * as path from 'node:path';
import { ImageLine, imageTable } from './image-table';

const DOCS = path.resolve(__dirname, '../../../docs');

/** Where the picture of the year is. */
export const PICTURE = path.join(DOCS, 'lifecycle.svg');

/** The year of pushes and pulls in docs/lifecycle.md, so that what people read is what is tested and drawn. */
export function year(): ImageLine[] {
  return imageTable(fs.readFileSync(path.join(DOCS, 'lifecycle.md'), 'utf8'));
}
