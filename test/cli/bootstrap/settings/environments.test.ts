import { environmentsOf } from '../../../../cli/bootstrap/settings/environments';
import { exampleDistribution } from '../../../lib/example-distribution';

const HERE = { account: '123456789012', region: 'eu-north-1' };
const PIPELINE = { account: '111111111111', region: 'eu-west-1' };

function summary(changes: Parameters<typeof exampleDistribution>[0]) {
  return environmentsOf(exampleDistribution(changes), HERE).map((environment) =>
    [
      `${environment.account}/${environment.region}`,
      ...(environment.hasPipeline ? ['pipeline'] : []),
      ...(environment.hasArtifacts ? ['artifacts'] : []),
      ...environment.stages,
      ...(environment.hasNotices ? ['notices'] : []),
      ...environment.findings.map((stage) => `findings of ${stage}`),
      ...(environment.trusts ? [`trusts ${environment.trusts}`] : []),
    ].join(' '),
  );
}

test('what the configuration puts nowhere is all where the caller is', () => {
  expect(summary({})).toEqual(['123456789012/eu-north-1 pipeline artifacts Development Master Release']);
});

test("a stage in another account trusts the pipeline's", () => {
  expect(summary({ pipeline: PIPELINE, stages: { Release: { account: '222222222222' } } })).toEqual([
    '111111111111/eu-west-1 pipeline artifacts Development Master',
    '222222222222/eu-west-1 Release trusts 111111111111',
  ]);
});

test('the pipeline has a bucket in each region to which it deploys', () => {
  const Release = { account: '222222222222', region: 'eu-central-1' };
  expect(summary({ pipeline: PIPELINE, stages: { Release } })).toEqual([
    '111111111111/eu-west-1 pipeline artifacts Development Master',
    '222222222222/eu-central-1 Release trusts 111111111111',
    '111111111111/eu-central-1 artifacts',
  ]);
});

test('people are told of findings in a stage elsewhere from there, and by a topic of theirs from nowhere else', () => {
  const stages = {
    Development: { account: '222222222222' },
    Master: { account: '333333333333' },
    Release: { account: '333333333333' },
  };
  const emails = ['team@example.com'];
  expect(summary({ pipeline: PIPELINE, stages, notifications: { emails } })).toEqual([
    '111111111111/eu-west-1 pipeline artifacts notices',
    '222222222222/eu-west-1 Development trusts 111111111111',
    '333333333333/eu-west-1 Master Release findings of Master findings of Release trusts 111111111111',
  ]);
  const topicArn = 'arn:aws:sns:eu-west-1:111111111111:team';
  expect(summary({ pipeline: PIPELINE, stages, notifications: { topicArn } }).join()).not.toContain(
    'findings',
  );
  expect(summary({ notifications: { emails } }).join()).not.toContain('findings');
});

test('the partition follows the region', () => {
  const pipeline = { account: '111111111111', region: 'cn-north-1' };
  expect(environmentsOf(exampleDistribution({ pipeline }), HERE)[0].partition).toBe('aws-cn');
});
