import * as fs from 'node:fs';
import * as path from 'node:path';
import { ImageLine, imageTable } from './image-table';

/** The year of pushes and pulls in docs/lifecycle.md, so that what people read is what is tested and drawn. */
export function year(): ImageLine[] {
  return imageTable(fs.readFileSync(path.resolve(__dirname, '../../../docs/lifecycle.md'), 'utf8'));
}
