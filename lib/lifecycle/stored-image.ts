import type { LifecycleRule, StorageClass } from './lifecycle-rules';

/** Something that happened to an image after its push. */
export interface LifecycleEvent {
  readonly day: number;
  readonly what: 'tagged' | 'untagged' | 'archived' | 'restored' | 'expired' | 'pull fails';
}

/** One image of a repository, and all that happened to it so far. */
export class StoredImage {
  readonly events: LifecycleEvent[] = [];
  private readonly tags: Set<string>;
  private pulled?: number;
  private archived?: number;
  private restored?: number;

  constructor(
    private readonly pushed: number,
    tag?: string,
    /** The image index that lists this image as the one for some platform. */
    readonly index?: StoredImage,
  ) {
    this.tags = new Set(tag === undefined ? [] : [tag]);
  }

  get isTagged(): boolean {
    return this.tags.size > 0;
  }

  has(tag: string): boolean {
    return this.tags.has(tag);
  }

  get isExpired(): boolean {
    return this.events.some(({ what }) => what === 'expired');
  }

  get storageClass(): StorageClass {
    return (this.archived ?? -1) > (this.restored ?? -1) ? 'archive' : 'standard';
  }

  /** A pull of an archived image is answered with 404 until it is restored ("Archiving an image"). */
  pull(day: number): void {
    if (this.isExpired || this.storageClass === 'archive') this.events.push({ day, what: 'pull fails' });
    else this.pulled = day;
  }

  addTag(day: number, tag: string): void {
    if (!this.isTagged) this.events.push({ day, what: 'tagged' });
    this.tags.add(tag);
  }

  removeTag(day: number, tag: string): void {
    this.tags.delete(tag);
    if (!this.isTagged) this.events.push({ day, what: 'untagged' });
  }

  restore(day: number): void {
    if (this.storageClass !== 'archive') {
      throw new Error(`an image is restored on day ${day} that is not archived, expected one that is`);
    }
    this.restored = day;
    this.events.push({ day, what: 'restored' });
  }

  apply(day: number, action: LifecycleRule['action']): void {
    if (action === 'archive') this.archived = day;
    this.events.push({ day, what: action === 'archive' ? 'archived' : 'expired' });
  }

  /**
   * The day from which a rule counts ("Lifecycle policy evaluation rules", Amazon ECR User Guide).
   *
   * An image that was never pulled counts from its push, and one that was restored as if it had been pushed on
   * that day. Another tag changes nothing: the first push counts.
   */
  countedFrom(since: LifecycleRule['since']): number {
    const start = this.restored ?? this.pushed;
    if (since === 'push') return start;
    if (since === 'pull') return Math.max(this.pulled ?? start, start);
    return this.archived ?? Infinity;
  }
}
