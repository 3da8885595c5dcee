import { Environment } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Distribution, STAGE_NAMES } from '../config';
import { withFindings } from '../config/stages-with-findings';
import { RegistryStage } from './registry-stage';

/** All stages of a distribution, in the order in which a change goes through them. */
export function registryStages(scope: Construct, distribution: Distribution): RegistryStage[] {
  const { elsewhere } = withFindings(distribution);
  const accountsWithProvider = new Set<string | undefined>();
  return STAGE_NAMES.map((stageName) => {
    const stage = distribution.stages[stageName];
    const createsIdentityProvider =
      stage.identityProvider === 'create' && !accountsWithProvider.has(stage.account);
    accountsWithProvider.add(stage.account);
    const env: Environment = { account: stage.account, region: stage.region };
    return new RegistryStage(scope, stageName, {
      env,
      distributionName: distribution.name,
      stageName,
      stage,
      images: distribution.images,
      groups: distribution.groups,
      createsIdentityProvider,
      findingsTo: elsewhere.includes(stageName) ? distribution.notifications?.emails : undefined,
    });
  });
}
