import {
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecr';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials, LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { allow } from '../support/policy';
import { refusalOf } from '../support/refusal-of';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

describe('a signature', () => {
  const whoAmI = (credentials?: Credentials) =>
    new STSClient(account.sdk(credentials)).send(new GetCallerIdentityCommand({}));

  test('tells who calls', async () => {
    const user = await createUser(account, 'any-user', allow('s3:GetObject', '*'));
    expect((await whoAmI()).Arn).toBe(ROOT);
    expect((await whoAmI(user)).Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/any-user`);
  });

  test('rejects a wrong or an unknown key', async () => {
    const user = await createUser(account, 'forgetful', allow('*', '*'));
    expect(await refusalOf(whoAmI({ ...user, secretAccessKey: 'wrong' }))).toContain('SignatureDoesNotMatch');
    expect(await refusalOf(whoAmI({ ...account.root, secretAccessKey: 'wrong' }))).toContain(
      'SignatureDoesNotMatch',
    );
    expect(await refusalOf(whoAmI({ ...user, accessKeyId: 'AKIAUNKNOWN123456789' }))).toContain(
      'InvalidClientTokenId',
    );
  });
});

describe('DescribeRepositories', () => {
  test('is decided on the repositories that it names', async () => {
    const ecr = new ECRClient(account.sdk());
    for (const repositoryName of ['own/one', 'own/two']) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    }
    const arn = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/own`;
    const policy = allow('ecr:DescribeRepositories', `${arn}/one`);
    const client = new ECRClient(account.sdk(await createUser(account, 'describer', policy)));
    const describe = (repositoryNames?: string[]) =>
      client.send(new DescribeRepositoriesCommand({ repositoryNames }));

    expect((await describe(['own/one'])).repositories).toHaveLength(1);
    const words = (resource: string) =>
      `AccessDeniedException: User: arn:aws:iam::${ACCOUNT}:user/describer is not authorized to perform: ` +
      `ecr:DescribeRepositories on resource: ${resource} because no identity-based policy allows the ecr:DescribeRepositories action`;
    expect(await refusalOf(describe(['own/two']))).toBe(words(`${arn}/two`));
    expect(await refusalOf(describe())).toBe(words('*'));
    expect(await refusalOf(describe(['own/one', 'own/two']))).toBe(words(`${arn}/two`));
    const both = allow('ecr:DescribeRepositories', [`${arn}/one`, `${arn}/two`]);
    const other = new ECRClient(account.sdk(await createUser(account, 'describer-of-both', both)));
    const command = new DescribeRepositoriesCommand({ repositoryNames: ['own/one', 'own/two'] });
    expect((await other.send(command)).repositories).toHaveLength(2);
  });
});

describe('ListTagsForResource', () => {
  test('is decided on the repository whose ARN it names', async () => {
    const ecr = new ECRClient(account.sdk());
    for (const repositoryName of ['tagged/one', 'tagged/two']) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    }
    const arn = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/tagged`;
    const policy = allow('ecr:ListTagsForResource', `${arn}/one`);
    const client = new ECRClient(account.sdk(await createUser(account, 'tag-reader', policy)));
    const list = (resourceArn: string) => client.send(new ListTagsForResourceCommand({ resourceArn }));

    expect((await list(`${arn}/one`)).tags).toEqual([]);
    expect(await refusalOf(list(`${arn}/two`))).toContain(`ecr:ListTagsForResource on resource: ${arn}/two`);
  });
});

describe('s3:ResourceAccount', () => {
  test('is the account that owns the bucket', async () => {
    const root = new S3Client(account.sdk());
    const Bucket = `artifacts-${ACCOUNT}`;
    const object = { Bucket, Key: 'artifact' };
    await root.send(new CreateBucketCommand({ Bucket }));
    await root.send(new PutObjectCommand({ ...object, Body: 'content' }));
    const read = async (operator: string, name: string) => {
      const Condition = { [operator]: { 's3:ResourceAccount': account.accountId } };
      const user = await createUser(account, name, allow('s3:GetObject', '*', Condition));
      return new S3Client(account.sdk(user)).send(new GetObjectCommand(object));
    };
    await expect(read('StringEquals', 'within')).resolves.toBeDefined();
    expect(await refusalOf(read('StringNotEquals', 'across'))).toContain('AccessDenied');
  });
});
