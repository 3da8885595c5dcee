import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ArtifactStore } from '../../../../emulators/codepipeline/artifacts/artifact-store';
import type { AwsAccess } from '../../../../emulators/codepipeline/aws/aws-access';
import { Execution } from '../../../../emulators/codepipeline/execution/execution';

const LOCATION = { region: 'eu-west-1', bucket: 'artifacts', key: 'delivery/Built/1a2b3c4d' };
const DEPLOYER = { accessKeyId: 'AKIADEPLOYER', secretAccessKey: 'secret' };
const OTHER = { accessKeyId: 'AKIAOTHER', secretAccessKey: 'secret' };

const PIPELINE = { name: 'delivery', roleArn: 'arn:aws:iam::111111111111:role/pipeline', stages: [] };
const TRIGGER = { triggerType: 'StartPipelineExecution', triggerDetail: 'a test' } as const;

describe('the artifacts of an action', () => {
  let bucket: Server;
  const reads: string[] = [];

  beforeEach(async () => {
    reads.length = 0;
    bucket = createServer((request, response) => {
      const key = /Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      reads.push(key);
      response.writeHead(key === DEPLOYER.accessKeyId ? 200 : 403).end('archive');
    });
    await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => bucket.close(resolve)));

  function store(): ArtifactStore {
    const endpoint = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`;
    const account: AwsAccess = {
      accountId: '111111111111',
      region: 'eu-west-1',
      env: () => ({}),
      sdk: (credentials = DEPLOYER) => ({
        endpoint,
        region: 'eu-west-1',
        credentials,
        requestHandler: new NodeHttpHandler(),
      }),
    };
    return new ArtifactStore(account, new Execution(PIPELINE, 1, TRIGGER));
  }

  test('are read once, however many files an action takes from them', async () => {
    const artifacts = store();
    const [one, two] = await Promise.all([
      artifacts.get(LOCATION, DEPLOYER),
      artifacts.get(LOCATION, DEPLOYER),
    ]);
    expect([one.toString(), two.toString()]).toEqual(['archive', 'archive']);
    expect((await artifacts.get(LOCATION, DEPLOYER)).toString()).toBe('archive');
    expect(reads).toEqual([DEPLOYER.accessKeyId]);
  });

  test('are read again by the next action', async () => {
    await store().get(LOCATION, DEPLOYER);
    await store().get(LOCATION, DEPLOYER);
    expect(reads).toHaveLength(2);
  });

  test('are refused to credentials that may not read what others have read', async () => {
    const artifacts = store();
    await artifacts.get(LOCATION, DEPLOYER);
    await expect(artifacts.get(LOCATION, OTHER)).rejects.toThrow();
    expect(reads).toEqual([DEPLOYER.accessKeyId, OTHER.accessKeyId]);
  });
});
