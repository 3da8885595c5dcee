import { RegionInfo } from 'aws-cdk-lib/region-info';

/** A region's name: where it is, in which direction there, and a number. */
const FORM = /^(?<area>[a-z]{2,4}(-[a-z]+)?)-((north|south)(east|west)?|east|west|central)-\d{1,2}$/;

/**
 * Regions in which CodePipeline reads GitHub by a connection, as AWS said in 2026.
 *
 * CDK knows regions and no services of theirs. (Endpoints of CodePipeline and of connections in botocore 1.43; AWS
 * CodePipeline User Guide, "CodeStarSourceConnection", which names those that lack it.)
 */
const WITH_CONNECTIONS = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-west-1',
  'us-west-2',
];

/** Names of the regions that CDK knows. */
export function knownRegions(): string[] {
  return RegionInfo.regions.map(({ name }) => name);
}

export function isKnownRegion(name: string): boolean {
  return knownRegions().includes(name);
}

/** Whether AWS may have a region of that name by now, in an area in which it has others. */
export function isPossibleRegion(name: string): boolean {
  return partitionOf(name) !== undefined;
}

/** Partition of a region, `aws` for instance; of one that CDK does not know, that of its neighbours. */
export function partitionOf(name: string): string | undefined {
  const known = RegionInfo.get(name).partition;
  const area = areaOf(name);
  if (known || !area) return known;
  return RegionInfo.regions.find((region) => areaOf(region.name) === area)?.partition;
}

/** What the names of AWS's hosts end in there, such as `amazonaws.com`. @throws Error when nobody knows */
export function domainSuffixOf(name: string): string {
  const partition = partitionOf(name);
  const suffix = RegionInfo.regions.find((region) => region.partition === partition)?.domainSuffix;
  if (partition && suffix) return suffix;
  throw new Error(`the region is '${name}', expected one of AWS, such as 'eu-west-1': correct it`);
}

/** Whether CodePipeline is known to read GitHub by a connection there. */
export function hasConnections(name: string): boolean {
  return WITH_CONNECTIONS.includes(name);
}

function areaOf(name: string): string | undefined {
  return FORM.exec(name)?.groups?.area;
}
