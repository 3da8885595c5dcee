/** Something that does not mend itself, and what to do about it. */
export interface Finding {
  /** What has happened, as a sentence. */
  readonly problem: string;

  /** What failed actions say. @default - none */
  readonly reasons?: readonly string[];

  /** In the order in which they are tried. */
  readonly fixes: readonly Fix[];
}

export interface Fix {
  /** What to do, as a sentence without its full stop. */
  readonly instruction: string;

  /** Who has the permissions for it. @default - whoever sees the finding */
  readonly by?: 'administrator' | 'approver' | 'operator';

  /** A command, a page, or a line of the configuration. */
  readonly command: string;
}
