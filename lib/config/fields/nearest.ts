import { distance } from 'fastest-levenshtein';

/** The candidate that was probably meant, if any is near enough to say so. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  // Two letters that changed places count as two, in a word as short as `name`.
  return best && best.far <= Math.min(3, best.candidate.length / 2) ? best.candidate : undefined;
}
