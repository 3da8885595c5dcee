import { Distribution, ImageConfig } from '../../lib/config';

/** Images by their names, in the order of the configuration; all if none is named. @throws Error when one is unknown */
export function chooseImages({ images }: Distribution, names: readonly string[]): readonly ImageConfig[] {
  const all = images.map(({ name }) => name);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new Error(
      `there is no image '${unknown}', expected one of ${all.join(', ')}: see distribution.config.ts`,
    );
  }
  return names.length > 0 ? images.filter(({ name }) => names.includes(name)) : images;
}
