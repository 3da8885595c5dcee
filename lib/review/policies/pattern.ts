/**
 * Whether a pattern of IAM matches all that another text or pattern matches.
 *
 * The other's wildcards are taken for themselves, which no text has: only a pattern that is as wide covers them.
 */
export function covers(pattern: string, other: string): boolean {
  if (pattern === '*' || pattern === other) return true;
  if (!/[*?]/.test(pattern)) return false;
  // By hand: a regular expression with many stars would try all ways to share a text among them.
  let [at, star, shared] = [0, -1, 0];
  for (let index = 0; index < other.length;) {
    if (pattern[at] === '*') {
      star = at++;
      shared = index;
    } else if (at < pattern.length && isOne(pattern[at], other[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++shared;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

function isOne(wanted: string, given: string): boolean {
  return wanted === given || (wanted === '?' && given !== '*');
}

/** Whether there is a text that two patterns match; what only a deployment or a request knows may be any text. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.replace(/<.*>|\$\{.*\}/gs, '*'));
  // For each rest of the one, whether it has a text in common with the rest of the other that is looked at.
  let next: boolean[] = [];
  for (let j = b.length; j >= 0; j--) {
    const row: boolean[] = [];
    for (let i = a.length; i >= 0; i--) {
      if (i === a.length && j === b.length) row[i] = true;
      else if (a[i] === '*') row[i] = row[i + 1] || (j < b.length && next[i]);
      else if (b[j] === '*') row[i] = next[i] || (i < a.length && row[i + 1]);
      else
        row[i] =
          i < a.length && j < b.length && (a[i] === b[j] || a[i] === '?' || b[j] === '?') && next[i + 1];
    }
    next = row;
  }
  return next[0];
}

/** The same pattern with one star where there are several. */
export function simplest(pattern: string): string {
  return pattern.replace(/\*+/g, '*');
}
