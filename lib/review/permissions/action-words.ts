import { Level, LEVEL_ACTIONS } from '../../access/permission-tables';

const LEVELS = Object.entries(LEVEL_ACTIONS) as [Level, readonly string[]][];

/**
 * Actions in the words of the permission tables: levels that are whole, and what is left.
 *
 * @param changed What is new, or gone.
 * @param whole What there is with it, or was.
 */
export function actionWords(changed: ReadonlySet<string>, whole: ReadonlySet<string>): string {
  const complete = LEVELS.filter(([, actions]) => actions.every((name) => whole.has(name)));
  const levels = complete.filter(([level, actions]) => {
    const others = new Set(complete.flatMap(([other, its]) => (other === level ? [] : its)));
    const own = actions.filter((name) => !others.has(name));
    return own.every((name) => changed.has(name));
  });
  const said = new Set(levels.flatMap(([, actions]) => actions));
  const single = [...changed].filter((name) => !said.has(name)).sort();
  return list([...levels.map(([level]) => level), ...single]);
}

/** A list in a sentence. */
export function list(items: readonly string[]): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
