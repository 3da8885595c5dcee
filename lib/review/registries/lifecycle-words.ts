import { LifecycleRule, lifecycleRules } from '../../lifecycle';

/** What a new lifecycle policy does to images, against the one before; nothing if they do the same. */
export function lifecycleWords(before: string | undefined, after: string | undefined): string[] {
  const [was, is] = [rulesOf(before), rulesOf(after)];
  const selected = new Set([...was.keys(), ...is.keys()]);
  return [...selected].flatMap((images) => {
    const [old, now] = [was.get(images), is.get(images)];
    if (old === now) return [];
    if (now === undefined) return [`${images} no more (after ${old} days before)`];
    return [`${images} after ${now} days ${old === undefined ? 'from now on' : `in place of ${old}`}`];
  });
}

/** Days by what happens after them. @throws Error when a rule is not one that the model knows */
function rulesOf(text: string | undefined): Map<string, number> {
  if (text === undefined) return new Map();
  return new Map(lifecycleRules(text).map((rule) => [wordsOf(rule), rule.days]));
}

function wordsOf({ tagStatus, storageClass, since, action }: LifecycleRule): string {
  const images = tagStatus === 'untagged' ? 'untagged images' : 'images';
  const where = storageClass === 'archive' ? `archived ${images}` : images;
  const what = action === 'expire' ? 'expire' : 'move to the archive';
  const from = { push: '', pull: ' without a pull', transition: ' in the archive' }[since];
  return `${where}${from} ${what}`;
}
