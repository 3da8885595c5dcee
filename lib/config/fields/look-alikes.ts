/** What a reader does not see: joiners, marks of direction, soft hyphens, and spaces that are not the plain one. */
const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}/gu;

/** Scripts that draw some letters as Latin does. */
const LIKE_LATIN =
  /[\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Lisu}]/u;

/** Signs that look like the hyphen or the slash. */
const LIKE_ASCII = /(?!-)\p{Pd}|[\u2044\u2212\u2215\u29f8]/u;

export function hasInvisible(text: string): boolean {
  return text !== visible(text);
}

/** Whether a text may be taken for another: it mixes scripts that look alike, or has variants of common signs. */
export function hasLookAlikes(text: string): boolean {
  const isMixed = LIKE_LATIN.test(text) && /\p{Script=Latin}/u.test(text);
  return isMixed || LIKE_ASCII.test(text) || text !== text.normalize('NFKC');
}

/** A text with what a reader would not see written out, as `\u{200b}`. */
function visible(text: string): string {
  return text.replace(INVISIBLE, writtenOut);
}

/** A text in which nothing is hidden, and nothing can be taken for something else. */
export function unmistakable(text: string): string {
  const seen = visible(text);
  return hasLookAlikes(seen)
    ? seen.replace(/[^ -~]/gu, (sign) => (isMistakable(sign) ? writtenOut(sign) : sign))
    : seen;
}

function isMistakable(sign: string): boolean {
  return (
    [LIKE_LATIN, LIKE_ASCII, /\p{M}/u].some((like) => like.test(sign)) || sign !== sign.normalize('NFKC')
  );
}

function writtenOut(sign: string): string {
  return `\\u{${sign.codePointAt(0)?.toString(16)}}`;
}
