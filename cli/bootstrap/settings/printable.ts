/**
 * A text of the checkout or the account in which nothing is hidden from whoever reads it at a terminal.
 *
 * Control characters could take back lines above, and others turn the order of letters around.
 */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\n]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
