import type { Mistake } from '../configuration-error';
import { STAGE_NAMES } from '../distribution';
import type { DistributionInput } from '../settings/distribution-settings';
import type { Location } from '../settings/source-settings';
import type { Sound } from '../parse';
import { partitionOf } from '../regions';
import { show } from '../show';

/** What of a place is wrong only if it is seen together with that of the pipeline. */
export function checkPlaces({ source, pipeline = {}, stages }: Sound<DistributionInput>): Mistake[] {
  const home = pipeline.region && partitionOf(pipeline.region);
  const elsewhere = STAGE_NAMES.flatMap((name): Mistake[] => {
    const region = stages?.[name]?.region;
    if (!home || !region || partitionOf(region) === home) return [];
    return [
      {
        path: `stages.${name}.region`,
        received: show(region),
        expected: `a region of partition ${home}, in which the pipeline is: no role of one partition can act in another`,
        fix: `write one such as '${pipeline.region}', or give ${region} a distribution with a pipeline of its own`,
      },
    ];
  });
  return [...elsewhere, ...foreignConnections(source?.connectionArn, pipeline)];
}

/**
 * A connection that the pipeline cannot use from where it is.
 *
 * One of another region it can: connections are in all regions, and their ARN only says in which they were created
 * (Developer Tools console User Guide, "Global resources in AWS CodeConnections").
 *
 * @param home Where the pipeline is, as far as that is known.
 */
export function foreignConnections(connectionArn: string | undefined, home: Partial<Location>): Mistake[] {
  if (connectionArn === undefined) return [];
  const [, partition, , , account] = connectionArn.split(':');
  const own = home.region && partitionOf(home.region);
  const mistake = { path: 'source.connectionArn', received: show(connectionArn) };
  const alternative = 'or leave it out and the pipeline creates a connection';
  if (own && partition !== own) {
    return [
      {
        ...mistake,
        expected: `a connection of partition ${own}, in which the pipeline is: partitions share nothing`,
        fix: `name one of an account in ${own}, ${alternative}`,
      },
    ];
  }
  if (!home.account || account === home.account) return [];
  return [
    {
      ...mistake,
      expected: `a connection of account ${home.account}, in which the pipeline is: who shares one can take it away again, and no rehearsal shows that a shared one works`,
      fix: `create one in account ${home.account} with \`aws codeconnections create-connection\`, ${alternative}`,
    },
  ];
}
