import type { Change, ImageHistory } from './image-history';
import { RepositoryModel, RepositoryProperties } from './repository-model';

/** What people and jobs do with one image; days are counted from the first of January. */
export interface ImageLife {
  readonly image: string;
  readonly pushed: number;

  /** @default - it is pushed by its digest */
  readonly tag?: string;

  /** Tags that it is pushed with again, by their day. */
  readonly pushedAgain?: Readonly<Record<number, string>>;

  readonly pulled?: readonly number[];
  readonly restored?: readonly number[];

  /** The image index that lists it. */
  readonly listedBy?: string;
}

/** Long enough for the archive of a whole year to expire. */
export const LAST_DAY = 730;

/** What becomes of the images of a repository, day by day, by their names. */
export function whatBecomes(
  properties: RepositoryProperties,
  lives: readonly ImageLife[],
): ReadonlyMap<string, readonly Change[]> {
  const repository = new RepositoryModel(properties);
  const images = new Map<string, ImageHistory>();
  for (let day = 0; day <= LAST_DAY; day++) {
    for (const { image: name, ...life } of lives) {
      if (life.pushed === day) {
        const index = life.listedBy === undefined ? undefined : images.get(life.listedBy);
        if (life.listedBy !== undefined && !index) {
          throw new Error(`${name} is listed by ${life.listedBy}, expected an index that stands above it`);
        }
        images.set(name, repository.push(day, life.tag, index));
      }
      const image = images.get(name);
      if (!image) continue;
      if (life.restored?.includes(day)) image.restore(day);
      if (life.pushedAgain?.[day] !== undefined) repository.pushAgain(day, image, life.pushedAgain[day]);
      if (life.pulled?.includes(day)) image.pull(day);
    }
    repository.applyPolicy(day);
  }
  return new Map([...images].map(([name, { changes }]) => [name, changes]));
}

/** The same in words, such as `archived day 90, expired day 455`. */
export function inWords(changes: readonly Change[]): string {
  return changes.map(({ what, day }) => `${what} day ${day}`).join(', ') || 'stays at hand';
}
