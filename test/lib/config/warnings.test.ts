import { warningsOf } from '../../../lib/config';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { hasConnections, isKnownRegion, partitionOf } from '../../../lib/config/regions';
import { define, MINIMAL, PLACED, withRelease } from './refusal';

const inRegion = (region: string) => define({ ...PLACED, pipeline: { ...PLACED.pipeline, region } });

test('nothing is said of a configuration whose place is open, or where AWS has all that it needs', () => {
  expect(warningsOf(define(MINIMAL))).toEqual([]);
  expect(warningsOf(define(PLACED))).toEqual([]);
  expect(warningsOf(define(withRelease({ region: 'eu-south-2' })))).toEqual([]);
});

test.each(['eu-south-2', 'us-gov-west-1', 'cn-north-1'])(
  'a pipeline in %s is warned of, where no connection is known',
  (region) => {
    expect(warningsOf(inRegion(region))).toEqual([
      expect.stringContaining(`CodePipeline in ${region} reads`),
    ]);
  },
);

test('a region that CDK does not know is taken, and warned of once', () => {
  expect(warningsOf(inRegion('eu-west-9'))).toEqual([
    expect.stringContaining('eu-west-9 is no region that CDK knows'),
  ]);
  expect(warningsOf(define(withRelease({ region: 'ap-central-1' })))).toEqual([
    expect.stringContaining('ap-central-1 is no region'),
  ]);
});

test('a region is in the partition of its neighbours, and all that have connections are known', () => {
  expect(['us-gov-central-1', 'cn-south-1', 'eu-west-9', 'xx-west-1'].map(partitionOf)).toEqual([
    'aws-us-gov',
    'aws-cn',
    'aws',
    undefined,
  ]);
  const connected = RegionInfo.regions.filter(({ name }) => hasConnections(name));
  expect(connected.length).toBe(18);
  expect(isKnownRegion('eu-west-1')).toBe(true);
});
