import type { Stack } from '@aws-sdk/client-cloudformation';
import { DISTRIBUTION_TAG, QUALIFIER } from '../../../lib/names';
import { Environment } from '../settings/environments';

/**
 * What is wrong with a stack that has the name of one of ours; nothing if it is ours.
 *
 * @param name Name of the distribution.
 * @param elsewhere What helps if it belongs to another app.
 */
export function foreignStack(
  stack: Stack | undefined,
  environment: Environment,
  name: string,
  elsewhere: string,
): string | undefined {
  const tag = stack?.Tags?.find(({ Key }) => Key === DISTRIBUTION_TAG)?.Value;
  if (!stack || tag === name) return undefined;
  return bullet(stack, environment, {
    received: tag ? `the tag ${DISTRIBUTION_TAG}=${tag}` : `no tag ${DISTRIBUTION_TAG}`,
    expected: `${DISTRIBUTION_TAG}=${name}, which the stacks of this distribution have`,
    fix: tag
      ? [
          `it belongs to another distribution: ${elsewhere}`,
          'if you gave yours another name, delete it first',
        ]
      : [
          `it belongs to another app: ${elsewhere}, or have its owners rename it`,
          'if an earlier version of this app made it, CHANGELOG.md says how it gets the tag',
        ],
  });
}

/**
 * What is wrong with a stack that has the toolkit's name; nothing if a bootstrap of CDK with our qualifier made it.
 *
 * CDK's own check looks at outputs, which a stack that failed does not have.
 */
export function foreignToolkit(stack: Stack | undefined, environment: Environment): string | undefined {
  const parameters = new Map(
    stack?.Parameters?.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  const qualifier = parameters.get('Qualifier');
  if (!stack || (qualifier === QUALIFIER && parameters.has('BootstrapVariant'))) return undefined;
  return bullet(stack, environment, {
    received: qualifier ? `the qualifier ${qualifier}` : 'no parameter Qualifier',
    expected: `a bootstrap of CDK with the qualifier ${QUALIFIER}, or no such stack`,
    fix: ['it belongs to another app: use another account or region, or have its owners rename it'],
  });
}

function bullet(
  { StackName, StackStatus }: Stack,
  { account, region }: Environment,
  { received, expected, fix }: { received: string; expected: string; fix: readonly string[] },
): string {
  const brokenOff = [
    'if a deployment of yours was broken off, nothing is in it yet:',
    `  aws cloudformation delete-stack --stack-name ${StackName} --region ${region}`,
  ];
  const fixes = [...fix, ...(StackStatus === 'REVIEW_IN_PROGRESS' ? brokenOff : [])];
  return [
    `- stack ${StackName} in account ${account}, region ${region} (${StackStatus})`,
    `    received: ${received}`,
    `    expected: ${expected}`,
    `    fix:      ${fixes.join('\n              ')}`,
  ].join('\n');
}
