import { environmentsOf } from '../../../cli/bootstrap/settings/environments';
import { deployRoleStatements } from '../../../cli/bootstrap/toolkit/deploy-role';
import { connectionStatus } from '../../../cli/shared/connection';
import { exampleDistribution } from '../../lib/example-distribution';
import { regionOf } from '../../lib/partitions';

const PARTITIONS = [
  ['aws', 'amazonaws.com'],
  ['aws-cn', 'amazonaws.com.cn'],
  ['aws-us-gov', 'amazonaws.com'],
  ['aws-eusc', 'amazonaws.eu'],
] as const;

const before = process.env.AWS_ENDPOINT_URL;
beforeAll(() => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'any-key', AWS_SECRET_ACCESS_KEY: 'a-secret' });
  delete process.env.AWS_ENDPOINT_URL;
});
afterAll(() => {
  if (before !== undefined) process.env.AWS_ENDPOINT_URL = before;
});

test.each(PARTITIONS)('a connection in %s is asked for at a host of %s', async (partition, domain) => {
  const { name } = regionOf(partition);
  const asked: string[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((request) => {
    asked.push((request as Request).url);
    return Promise.resolve(Response.json({ Connection: { ConnectionStatus: 'AVAILABLE' } }));
  });
  await connectionStatus(`arn:${partition}:codeconnections:${name}:111111111111:connection/an-id`);
  expect(asked).toEqual([`https://codeconnections.${name}.${domain}/`]);
});

test.each(PARTITIONS)('the artifacts of a pipeline in %s are decrypted by S3, of %s', (partition, domain) => {
  const { name } = regionOf(partition);
  const distribution = exampleDistribution({
    pipeline: { account: '111111111111', region: name },
    stages: { Release: { account: '222222222222' } },
  });
  const [, release] = environmentsOf(distribution, { account: '', region: '' });
  const decrypt = deployRoleStatements(release, 'slipway').find(({ Sid }) => Sid === 'DecryptArtifacts');
  const names = [...new Set([`s3.${name}.amazonaws.com`, `s3.${name}.${domain}`])];
  expect(decrypt?.Resource).toBe(`arn:${partition}:kms:${name}:111111111111:key/*`);
  expect([decrypt?.Condition?.StringEquals['kms:ViaService']].flat()).toEqual(names);
});
