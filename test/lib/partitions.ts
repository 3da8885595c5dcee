import { RegionInfo } from 'aws-cdk-lib/region-info';

/** A region of a partition, as CDK knows it. */
export function regionOf(partition: string): RegionInfo {
  const found = RegionInfo.regions.find((region) => region.partition === partition);
  if (found) return found;
  throw new Error(`the partition is '${partition}', expected one that CDK knows`);
}
