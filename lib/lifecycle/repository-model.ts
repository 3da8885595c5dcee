import { LifecycleRule, lifecycleRules } from './lifecycle-rules';
import { StoredImage } from './stored-image';

/** What a template says of an `AWS::ECR::Repository`, as far as it decides how long images are kept. */
export interface RepositoryProperties {
  readonly ImageTagMutability: string;
  readonly LifecyclePolicy: { readonly LifecyclePolicyText: string };
}

/** A repository of Amazon ECR that applies its lifecycle policy once at the end of each day. */
export class RepositoryModel {
  private readonly rules: readonly LifecycleRule[];
  private readonly mutableTags: boolean;
  private readonly images: StoredImage[] = [];

  constructor(properties: RepositoryProperties) {
    const { ImageTagMutability: mutability, LifecyclePolicy } = properties;
    if (!['MUTABLE', 'IMMUTABLE'].includes(mutability)) {
      throw new Error(
        `ImageTagMutability is ${mutability}, expected MUTABLE or IMMUTABLE; add it to repository-model.ts`,
      );
    }
    this.mutableTags = mutability === 'MUTABLE';
    this.rules = lifecycleRules(LifecyclePolicy.LifecyclePolicyText);
  }

  push(day: number, tag?: string, index?: StoredImage): StoredImage {
    if (tag !== undefined) this.freeTag(day, tag);
    const image = new StoredImage(day, tag, index);
    this.images.push(image);
    return image;
  }

  /** An archived image is restored by being pushed again ("Archiving an image", Amazon ECR User Guide). */
  pushAgain(day: number, image: StoredImage, tag: string): void {
    if (image.isExpired) {
      throw new Error(
        `the image for the tag ${tag} has expired before day ${day}, expected one that still exists`,
      );
    }
    if (image.storageClass === 'archive') image.restore(day);
    this.freeTag(day, tag);
    image.addTag(day, tag);
  }

  /**
   * Lets the policy decide about every image.
   *
   * The first rule whose storage class and tag status an image has is the only one that may take it, even if
   * it does not yet. An image in an index stays as long as the index is neither archived nor expired.
   */
  applyPolicy(day: number): void {
    const taken = this.images.flatMap((image) => {
      const rule = this.rules.find(
        ({ storageClass, tagStatus }) =>
          storageClass === image.storageClass && (tagStatus === 'any' || !image.isTagged),
      );
      const isListed = image.index && !image.index.isExpired && image.index.storageClass === 'standard';
      const isDue = rule && day - image.countedFrom(rule.since) >= rule.days;
      return isDue && !isListed ? [{ image, action: rule.action }] : [];
    });
    for (const { image, action } of taken) {
      image.apply(day, action);
      if (action === 'expire') this.images.splice(this.images.indexOf(image), 1);
    }
  }

  /** A tag leaves the image that has it when another image is pushed with it. */
  private freeTag(day: number, tag: string): void {
    const holder = this.images.find((image) => image.has(tag));
    if (holder && !this.mutableTags) {
      throw new Error(`the tag ${tag} exists and is immutable, expected a new one`);
    }
    holder?.removeTag(day, tag);
  }
}
