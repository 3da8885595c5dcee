import { stripVTControlCharacters } from 'node:util';

/** What others have written, as it can be shown on a line of the terminal: it moves no cursor and sets no colour. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

/** The beginning of a text, so that it fits that many columns. */
export function cut(text: string, columns: number): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return characters.length <= columns ? text : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
