import { assertRehearsable } from '../../../../rehearsal/runner/services/rehearsable';
import { exampleDistribution } from '../../../lib/example-distribution';
import { regionOf } from '../../../lib/partitions';

const pipeline = (region: string) => ({ pipeline: { account: '111111111111', region } });

test('a distribution of one account and region can be rehearsed, whether it names them or not', () => {
  expect(() => assertRehearsable(exampleDistribution())).not.toThrow();
  expect(() => assertRehearsable(exampleDistribution(pipeline('eu-west-1')))).not.toThrow();
});

test('a stage that is elsewhere is refused before anything is started', () => {
  const spread = exampleDistribution({
    ...pipeline('eu-west-1'),
    stages: { Release: { account: '222222222222' } },
  });
  expect(() => assertRehearsable(spread)).toThrow(/puts Release into account 222222222222.*leave out/);
});

test.each(['aws-cn', 'aws-us-gov', 'aws-eusc'])('a distribution in %s is refused', (partition) => {
  const { name } = regionOf(partition);
  const connectionArn = `arn:${partition}:codeconnections:${name}:111111111111:connection/an-id`;
  const connected = { source: { repository: 'your-org/image-distribution', connectionArn } };
  const refusal = new RegExp(
    `${name}, of partition ${partition}, expected a region of partition aws.*: leave`,
  );
  expect(() => assertRehearsable(exampleDistribution(pipeline(name)))).toThrow(refusal);
  expect(() => assertRehearsable(exampleDistribution(connected))).toThrow(refusal);
});
