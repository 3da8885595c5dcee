import { RepositoryModel, RepositoryProperties } from './repository-model';
import type { LifecycleEvent, StoredImage } from './stored-image';

export type { RepositoryProperties } from './repository-model';
export type { LifecycleEvent } from './stored-image';

/** What users and jobs do with one image; days are counted from any day 0. */
export interface ImageHistory {
  /** What it is called here, unique in its repository. */
  readonly image: string;

  readonly pushed: number;

  /** @default - it is pushed by its digest */
  readonly tag?: string;

  /** Tags that it is pushed with again, by their day. */
  readonly pushedAgain?: Readonly<Record<number, string>>;

  readonly pulled?: readonly number[];
  readonly restored?: readonly number[];

  /** The image index that lists it, which stands before it. */
  readonly listedBy?: string;
}

/** Long enough for what is pushed in a year to be archived for another. */
export const DEFAULT_LAST_DAY = 730;

/**
 * What happens to one image that has its repository to itself.
 *
 * So two lifecycle policies can be compared by what they mean for an image.
 */
export function lifecycleOutcome(
  repository: RepositoryProperties,
  history: Omit<ImageHistory, 'image' | 'listedBy'>,
  lastDay = DEFAULT_LAST_DAY,
): readonly LifecycleEvent[] {
  return lifecycleOutcomes(repository, [{ ...history, image: 'image' }], lastDay).get('image') ?? [];
}

/**
 * What happens to the images of a repository by the end of the last day, by their names.
 *
 * They are looked at together, because a tag moves from one to the other and an index protects what it lists.
 */
export function lifecycleOutcomes(
  repository: RepositoryProperties,
  histories: readonly ImageHistory[],
  lastDay = DEFAULT_LAST_DAY,
): ReadonlyMap<string, readonly LifecycleEvent[]> {
  const model = new RepositoryModel(repository);
  const images = new Map<string, StoredImage>();
  for (let day = 0; day <= lastDay; day++) {
    for (const history of histories) {
      if (history.pushed === day) images.set(history.image, push(model, images, history));
      const image = images.get(history.image);
      if (image) use(model, image, history, day);
    }
    model.applyPolicy(day);
  }
  return new Map([...images].map(([name, { events }]) => [name, events]));
}

/** The same in words, such as `archived day 90, expired day 455`. */
export function describeOutcome(events: readonly LifecycleEvent[]): string {
  return events.map(({ what, day }) => `${what} day ${day}`).join(', ') || 'stays in standard storage';
}

function push(
  model: RepositoryModel,
  images: ReadonlyMap<string, StoredImage>,
  { image, pushed, tag, listedBy }: ImageHistory,
): StoredImage {
  if (listedBy === undefined) return model.push(pushed, tag);
  const index = images.get(listedBy);
  if (!index) throw new Error(`${image} is listed by ${listedBy}, expected an index that stands before it`);
  return model.push(pushed, tag, index);
}

function use(
  model: RepositoryModel,
  image: StoredImage,
  { pulled, pushedAgain, restored }: ImageHistory,
  day: number,
): void {
  if (restored?.includes(day)) image.restore(day);
  if (pushedAgain?.[day] !== undefined) model.pushAgain(day, image, pushedAgain[day]);
  if (pulled?.includes(day)) image.pull(day);
}
