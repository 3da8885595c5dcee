/** What `gh` is given, and where its words go. */
interface GhRun {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly input: () => string;
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
}

export function gh(run: GhRun): number;
