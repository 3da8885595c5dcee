/** What is expected in a place, and how to get there. */
export interface Hint {
  readonly expected: string;
  readonly fix: string;
}

/** One thing that is wrong with a configuration. */
export interface Mistake extends Hint {
  /** Where it is, such as `images[0].name`; empty for the configuration as a whole. */
  readonly path: string;

  /** What is there, as the person who wrote it would recognise it. */
  readonly received: string;
}

/**
 * Everything that is wrong with a configuration.
 *
 * All of it at once: whoever corrects one mistake a run loses a pipeline execution for each.
 */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly mistakes: readonly Mistake[]) {
    const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`;
    super([`distribution.config.ts has ${count}:`, ...mistakes.map(bullet)].join('\n\n'));
  }
}

function bullet({ path, received, expected, fix }: Mistake): string {
  return [
    `- ${path || 'the configuration'}`,
    `    received: ${received}`,
    `    expected: ${expected}`,
    `    fix:      ${fix}`,
  ].join('\n');
}
