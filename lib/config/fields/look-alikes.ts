/** What a reader does not see: joiners, marks of direction, soft hyphens, and spaces that are not the plain one. */
const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}/gu;

/** Scripts that draw some letters as Latin does. */
const LIKE_LATIN =
  /[\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Lisu}]/u;

export function hasInvisible(text: string): boolean {
  return text !== visible(text);
}

/** Whether a text may be taken for another: it mixes scripts that look alike, or has variants of common letters. */
export function hasLookAlikes(text: string): boolean {
  return (LIKE_LATIN.test(text) && /\p{Script=Latin}/u.test(text)) || text !== text.normalize('NFKC');
}

/** A text with what a reader would not see written out, as `\u{200b}`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
