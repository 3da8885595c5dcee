import * as fs from 'node:fs';
import * as path from 'node:path';
import { describeOutcome, lifecycleOutcomes } from '../../../lib/lifecycle';
import { exampleDistribution } from '../example-distribution';
import { imageTable } from './image-table';
import { stageRepositories } from './stage-repositories';

/** What people read is what is tested. */
const PAGE = fs.readFileSync(path.resolve(__dirname, '../../../docs/images/lifecycle.md'), 'utf8');

const lines = imageTable(PAGE);
const repositories = stageRepositories();

test.each(lines)('$stage: $image, pushed on day $pushed: $outcome', ({ stage, image, outcome }) => {
  const histories = lines.filter((line) => line.stage === stage);
  expect(describeOutcome(lifecycleOutcomes(repositories[stage], histories).get(image) ?? [])).toBe(outcome);
});

describe('the charts', () => {
  const { Development, Master, Release } = exampleDistribution().stages;
  const charts = [...PAGE.matchAll(/```mermaid\n(.*?)```/gs)].map(([, chart]) => chart);

  /** The days on the arrows of a chart, such as `14 days after its push`. */
  const days = (chart: string) => [...chart.matchAll(/\d+ days .*/g)].map(([text]) => text).sort();

  test('are one for Development and Master, and one for Release', () => {
    expect(charts).toHaveLength(2);
    expect(Master.lifecycle).toEqual(Development.lifecycle);
  });

  test('show the days of Development and Master', () => {
    const { archiveUnpulledAfterDays, expireArchivedAfterDays, expireUntaggedAfterDays } = Master.lifecycle;
    expect(days(charts[0])).toEqual(
      [
        `${expireUntaggedAfterDays} days after its push`,
        `${archiveUnpulledAfterDays} days without a pull`,
        `${expireArchivedAfterDays} days in the archive`,
      ].sort(),
    );
  });

  test('show the days of Release, which archives nothing', () => {
    const { archiveUnpulledAfterDays, expireArchivedAfterDays, expireUntaggedAfterDays } = Release.lifecycle;
    expect([archiveUnpulledAfterDays, expireArchivedAfterDays]).toEqual([undefined, undefined]);
    expect(days(charts[1])).toEqual([`${expireUntaggedAfterDays} days after its push`]);
  });
});
