import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Template } from 'aws-cdk-lib/assertions';
import { CONSOLE_DOMAINS } from '../../../lib/console/domains';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';
import { regionOf } from '../partitions';

function template(region?: string): Template {
  const distribution = exampleDistribution(
    region ? { pipeline: { account: '111111111111', region } } : undefined,
  );
  return Template.fromStack(new PipelineStack(exampleApp(), 'PipelineStack', { distribution }));
}

/** The outputs that are links to the console. */
function links(of: Template): string[] {
  return Object.values(of.findOutputs('*'))
    .map((output) => JSON.stringify((output as { Value: unknown }).Value))
    .filter((value) => value.includes('codesuite'));
}

test.each([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
  ['aws-eusc', 'console.amazonaws-eusc.eu'],
])('a pipeline in %s links to the console of that partition', (partition, domain) => {
  const { name } = regionOf(partition);
  const found = links(template(name));
  expect(found).toHaveLength(2);
  for (const link of found) expect(link).toContain(`https://${name}.${domain}/codesuite/`);
  expect(template(name).toJSON()).not.toHaveProperty('Mappings');
});

test('a pipeline whose region is open has CloudFormation find the console of the partition', () => {
  const open = template();
  const find = JSON.stringify({
    'Fn::FindInMap': ['ConsoleDomains', { Ref: 'AWS::Partition' }, 'domain'],
  });
  const found = links(open);
  expect(found).toHaveLength(2);
  for (const link of found) expect(link).toContain(find);
  open.hasMapping('ConsoleDomains', {
    aws: { domain: 'console.aws.amazon.com' },
    'aws-cn': { domain: 'console.amazonaws.cn' },
  });
});

test('every partition that a configuration may name has its console', () => {
  const partitions = new Set(RegionInfo.regions.map(({ partition }) => partition ?? ''));
  const reachable = [...partitions].filter((partition) => !partition.startsWith('aws-iso'));
  expect(reachable.sort()).toEqual(Object.keys(CONSOLE_DOMAINS).sort());
});
