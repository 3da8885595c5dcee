import { ImageHistory } from './image-history';
import { LifecycleRule, lifecycleRules } from './lifecycle-rules';

/** What a template says of a repository, as far as it decides what becomes of images. */
export interface RepositoryProperties {
  readonly ImageTagMutability: string;
  readonly LifecyclePolicy: { readonly LifecyclePolicyText: string };
}

/** A repository of Amazon ECR that applies its lifecycle policy once at the end of each day. */
export class RepositoryModel {
  private readonly rules: readonly LifecycleRule[];
  private readonly mutableTags: boolean;
  private readonly images: ImageHistory[] = [];

  constructor(properties: RepositoryProperties) {
    const { ImageTagMutability: mutability, LifecyclePolicy } = properties;
    if (!['MUTABLE', 'IMMUTABLE'].includes(mutability)) {
      throw new Error(`ImageTagMutability is ${mutability}, expected MUTABLE or IMMUTABLE; teach the model`);
    }
    this.mutableTags = mutability === 'MUTABLE';
    this.rules = lifecycleRules(LifecyclePolicy.LifecyclePolicyText);
  }

  push(day: number, tag?: string, index?: ImageHistory): ImageHistory {
    if (tag !== undefined) this.takeTag(day, tag);
    const image = new ImageHistory(day, tag, index);
    this.images.push(image);
    return image;
  }

  /** An archived image is restored by being pushed again ("Archiving an image", Amazon ECR User Guide). */
  pushAgain(day: number, image: ImageHistory, tag: string): void {
    if (image.isExpired)
      throw new Error(`on day ${day} the image for ${tag} is gone, expected one that is left`);
    if (image.storageClass === 'archive') image.restore(day);
    this.takeTag(day, tag);
    image.addTag(day, tag);
  }

  /**
   * Lets the policy decide about every image.
   *
   * The first rule whose storage class and tag status an image has is the only one that may take it, even if
   * it does not yet. An image in an index stays as long as the index is neither archived nor gone.
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
      image.act(day, action);
      if (action === 'expire') this.images.splice(this.images.indexOf(image), 1);
    }
  }

  /** A tag leaves the image that has it when it is pushed with another one. */
  private takeTag(day: number, tag: string): void {
    const holder = this.images.find((image) => image.has(tag));
    if (holder && !this.mutableTags) {
      throw new Error(`the tag ${tag} exists and is immutable, expected a new one`);
    }
    holder?.loseTag(day, tag);
  }
}
