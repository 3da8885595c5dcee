import { SourceRepository } from './source-repository';

/** What a commit can do to its own checks: Synth synthesises, and nobody looks at what it makes. */
export async function removeRules(source: SourceRepository): Promise<void> {
  await source.replace('bin/app.ts', /^Validations\.of\(app\).*$/m, '');
}
