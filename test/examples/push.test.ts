import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { BatchGetImageCommand, CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { LocalAccount } from '../../emulators/account/local-account';
import { AWS_CLI, pythonEnvironment } from '../../emulators/account/python-environment';
import { AwsGateway } from '../../rehearsal/github-actions/aws-gateway';
import { Workstation } from '../../rehearsal/github-actions/workstation';
import { writeImage } from '../../rehearsal/takeover/previous-system/oci-layout';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../emulators/account/support/open-account';
import { DIRECTORY } from '../emulators/support/paths';
import { describeWith } from '../with-programs';

const SCRIPT = path.join(__dirname, '..', '..', 'examples', 'sample-image', 'registry.sh');
const NAME = 'slipway/sample-image';

/** skopeo that, when it is to copy, lets somebody else copy before. */
const SLOW_SKOPEO = (real: string) => `#!/bin/bash
if [ "$1" = copy ]; then ${real} copy --all oci-archive:other.tar "\${@: -1}" || exit; fi
exec ${real} "$@"
`;

describeWith('skopeo')('registry.sh push', () => {
  let folder: string;
  let account: LocalAccount;
  let gateway: AwsGateway;
  let job: Workstation;
  let key: string;

  beforeAll(async () => {
    account = await openAccount();
    gateway = await AwsGateway.listen(account);
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'push-'));
    const awsCli = await pythonEnvironment(DIRECTORY, process.env, AWS_CLI);
    job = await Workstation.create('job', { account, awsCli, gateway, folder });
    job.use(account.root);
    const { KeyMetadata } = await new KMSClient(account.sdk()).send(new CreateKeyCommand({}));
    key = KeyMetadata?.Arn ?? '';
    for (const stage of ['development', 'master']) {
      await new ECRClient(account.sdk()).send(
        new CreateRepositoryCommand({
          repositoryName: `${NAME}/${stage}`,
          imageTagMutability: stage === 'master' ? 'IMMUTABLE' : 'MUTABLE',
          encryptionConfiguration: { encryptionType: 'KMS', kmsKey: key },
        }),
      );
    }
    await archive('image.tar');
    await archive('other.tar');
    await archive('index.tar', ['amd64', 'arm64']);
    await registry('master', 'login', 'skopeo');
    await registry('master', 'push', 'image.tar', 'commit', 'commit-1');
  }, START_TIMEOUT);
  afterAll(async () => {
    await gateway.close();
    await account.stop();
    await fs.rm(folder, { recursive: true });
  });

  /** An OCI archive; its name is what it holds. */
  async function archive(name: string, architectures?: readonly string[]): Promise<void> {
    const layout = path.join(folder, 'layout');
    await writeImage(layout, name, architectures);
    await job.run(layout, 'tar', ['--create', '--file', path.join(folder, name), '.']);
  }

  async function registry(stage: string, ...args: string[]): Promise<string> {
    const AWS_ECR_REGISTRY_ARN = `arn:aws:ecr:${account.region}:${ACCOUNT}:repository/${NAME}/${stage}`;
    return (await job.run(folder, SCRIPT, args, { AWS_ECR_REGISTRY_ARN })).trim();
  }

  async function digestIn(stage: string, imageTag: string): Promise<string | undefined> {
    const asked = { repositoryName: `${NAME}/${stage}`, imageIds: [{ imageTag }] };
    const { images } = await new ECRClient(account.sdk()).send(new BatchGetImageCommand(asked));
    return images?.[0]?.imageId?.imageDigest;
  }

  const digestOf = (name: string) => registry('master', 'archive-digest', name);

  test('takes the first tag that is free, and pushes no image again', async () => {
    expect(await registry('master', 'push', 'other.tar', 'commit', 'commit-2')).toContain(
      'commit-2 is sha256:',
    );
    expect(await digestIn('master', 'commit')).toBe(await digestOf('image.tar'));
    expect(await digestIn('master', 'commit-1')).toBeUndefined();
    expect(await digestIn('master', 'commit-2')).toBe(await digestOf('other.tar'));
    const again = await registry('master', 'push', 'other.tar', 'commit', 'commit-2');
    expect(again).toContain('commit-2 is there already');
  }, 60_000);

  test.each(['other.tar', 'index.tar'])(
    'says of a tag that is taken that it is, whatever is in %s',
    async (name) => {
      const [there, ours] = [await digestOf('image.tar'), await digestOf(name)];
      const { message } = await registry('master', 'push', name, 'commit').then(
        () => new Error('pushed'),
        (error: Error) => error,
      );
      expect(message).toContain(
        `the tag commit of ${NAME}/master is another image's: it is ${there}, expected ${ours}`,
      );
      // It was asked before anything was sent, so nothing of skopeo's is in the way.
      expect(message).not.toMatch(/copying|manifest/i);
    },
    60_000,
  );

  test('says so too of a tag that was free when it looked', async () => {
    const real = (await job.run(folder, 'sh', ['-c', 'command -v skopeo'])).trim();
    const bin = path.join(folder, 'bin');
    await fs.mkdir(bin);
    await fs.writeFile(path.join(bin, 'skopeo'), SLOW_SKOPEO(real), { mode: 0o755 });
    const PATH = `${bin}:${job.path}`;
    const AWS_ECR_REGISTRY_ARN = `arn:aws:ecr:${account.region}:${ACCOUNT}:repository/${NAME}/master`;
    await expect(
      job.run(folder, SCRIPT, ['push', 'index.tar', 'race'], { PATH, AWS_ECR_REGISTRY_ARN }),
    ).rejects.toThrow(
      `the tag race of ${NAME}/master is another image's: it is ${await digestOf('other.tar')}`,
    );
  }, 60_000);

  test('moves a tag in Development', async () => {
    for (const name of ['image.tar', 'index.tar']) {
      await registry('development', 'push', name, 'branch');
      expect(await digestIn('development', 'branch')).toBe(await digestOf(name));
    }
  }, 60_000);

  test('stops where ECR cannot say which image a tag is, and does not take the next one', async () => {
    const kms = new KMSClient(account.sdk());
    await kms.send(new DisableKeyCommand({ KeyId: key }));
    await expect(registry('master', 'push', 'other.tar', 'commit', 'commit-3')).rejects.toThrow(
      /master:commit and says KmsError: /,
    );
    await kms.send(new EnableKeyCommand({ KeyId: key }));
    expect(await digestIn('master', 'commit-3')).toBeUndefined();
  }, 60_000);
});
