import { BatchGetImageCommand, CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { openAccount, START_TIMEOUT } from '../support/open-account';
import { RegistryClient } from './registry-client';

const repositoryName = 'team/encrypted';

let account: LocalAccount;
let ecr: ECRClient;
let kms: KMSClient;
let KeyId: string;
let digest: string;

beforeAll(async () => {
  account = await openAccount();
  [ecr, kms] = [new ECRClient(account.sdk()), new KMSClient(account.sdk())];
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  KeyId = KeyMetadata?.Arn ?? '';
  const encryptionConfiguration = { encryptionType: 'KMS', kmsKey: KeyId } as const;
  await ecr.send(new CreateRepositoryCommand({ repositoryName, encryptionConfiguration }));
  digest = await (await RegistryClient.login(account)).pushImage(repositoryName, '1', 'layer');
}, START_TIMEOUT);
afterAll(() => account.stop());

async function ask(imageTag: string): Promise<(string | undefined)[]> {
  const imageIds = [{ imageTag }];
  const { images, failures } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
  return [
    ...(images ?? []).map(({ imageId }) => imageId?.imageDigest),
    ...(failures ?? []).map((one) => one.failureCode),
  ];
}

test('an image whose key is disabled is neither given nor said to be absent', async () => {
  await kms.send(new DisableKeyCommand({ KeyId }));
  expect(await ask('1')).toEqual(['KmsError']);
  expect(await ask('2')).toEqual(['ImageNotFound']);
  await kms.send(new EnableKeyCommand({ KeyId }));
  expect(await ask('1')).toEqual([digest]);
});
