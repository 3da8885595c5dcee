import type { Stack } from '@aws-sdk/client-cloudformation';
import { Distribution } from '../../lib/config';
import { readAllStacks } from '../shared/stacks';

/** A stack as the status finds it. */
export interface FoundStack extends Stack {
  /** Its region, which commands have to name. @default - the caller's */
  readonly region?: string;
}

/**
 * Stacks of the pipeline's account in other regions than the pipeline's, in which it has stages or keeps artifacts.
 *
 * The pipeline's own are not among them.
 */
export async function readOtherRegions({ pipeline, stages }: Distribution): Promise<FoundStack[]> {
  const regions = new Set(Object.values(stages).flatMap(({ region }) => region ?? []));
  if (pipeline.region) regions.delete(pipeline.region);
  const found = [...regions].map(async (region) => {
    const stacks = await readAllStacks(region);
    return stacks.map((stack) => ({ ...stack, region }));
  });
  return (await Promise.all(found)).flat();
}
