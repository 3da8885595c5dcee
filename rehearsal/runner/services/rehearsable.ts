import { Distribution } from '../../../lib/config';
import { partitionOf } from '../../../lib/config/regions';

/**
 * @throws Error when a stage is in another account or region, as most scenarios look into one account and region, or
 * all is in another partition than the local account
 */
export function assertRehearsable({ pipeline, source, stages }: Distribution): void {
  for (const [name, { account, region }] of Object.entries(stages)) {
    if (account === pipeline.account && region === pipeline.region) continue;
    throw new Error(
      `distribution.config.ts puts ${name} into account ${account}, region ${region}, and the pipeline into ${pipeline.account}, ${pipeline.region}; leave out the stage's account and region while you rehearse: 'npm run rehearse -- several-accounts' and 'another-region' spread the stages by themselves`,
    );
  }
  const region = pipeline.region ?? source.connectionArn?.split(':')[3];
  const partition = region && partitionOf(region);
  if (!partition || partition === 'aws') return;
  throw new Error(
    `distribution.config.ts puts the pipeline or its connection into ${region}, of partition ${partition}, expected a region of partition aws, whose ARNs and hosts the local account has: leave pipeline.region and source.connectionArn out while you rehearse`,
  );
}
