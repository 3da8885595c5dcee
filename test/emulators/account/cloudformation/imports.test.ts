import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { pushTestImage } from '../../support/test-image';
import { refusalOf } from '../support/refusal-of';
import { openAccount, START_TIMEOUT } from '../support/open-account';

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

/** A change set that takes over what exists already, for a stack with one repository. */
async function proposeStack(StackName: string, RepositoryName: string, DeletionPolicy?: string) {
  const client = new CloudFormationClient(account.sdk());
  const Repository = { Type: 'AWS::ECR::Repository', DeletionPolicy, Properties: { RepositoryName } };
  const changeSet = { StackName, ChangeSetName: 'adopt' };
  await client.send(
    new CreateChangeSetCommand({
      ...changeSet,
      ChangeSetType: 'CREATE',
      ImportExistingResources: true,
      TemplateBody: JSON.stringify({ Resources: { Repository } }),
    }),
  );
  return { client, changeSet };
}

/** What a repository without a lifecycle policy is: its settings and its images, of which there is at least one. */
async function stateOf(repositoryName: string) {
  const ecr = new ECRClient(account.sdk());
  const lifecycle = ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
  expect(await refusalOf(lifecycle)).toContain('LifecyclePolicyNotFoundException');
  const { repositories } = await ecr.send(
    new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
  );
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
  expect(imageDetails?.length).toBeGreaterThan(0);
  return { repositories, imageDetails };
}

test('a repository that exists is adopted with its images, as it is', async () => {
  const ecr = new ECRClient(account.sdk());
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'adopted', imageTagMutability: 'IMMUTABLE' }));
  await pushTestImage(account, 'adopted', 'first');
  const before = await stateOf('adopted');

  const { client, changeSet } = await proposeStack('Adopting', 'adopted', 'Retain');
  await waitUntilChangeSetCreateComplete({ client, maxWaitTime: 20, minDelay: 1 }, changeSet);
  const { Changes } = await client.send(new DescribeChangeSetCommand(changeSet));
  expect(Changes?.map(({ ResourceChange }) => ResourceChange?.Action)).toEqual(['Import']);
  await client.send(new ExecuteChangeSetCommand(changeSet));
  await waitUntilStackCreateComplete({ client, maxWaitTime: 20, minDelay: 1 }, { StackName: 'Adopting' });

  expect(await stateOf('adopted')).toEqual(before);
});

test('a repository that a template would delete with its stack is not adopted', async () => {
  const ecr = new ECRClient(account.sdk());
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'precious' }));

  const { client, changeSet } = await proposeStack('Careless', 'precious');

  const { Status, StatusReason } = await client.send(new DescribeChangeSetCommand(changeSet));
  expect([Status, StatusReason]).toEqual(['FAILED', expect.stringContaining('RetainExceptOnCreate')]);
});

test('a repository that does not exist is created', async () => {
  const { client, changeSet } = await proposeStack('Creating', 'created', 'Retain');
  await waitUntilChangeSetCreateComplete({ client, maxWaitTime: 20, minDelay: 1 }, changeSet);
  await client.send(new ExecuteChangeSetCommand(changeSet));
  await waitUntilStackCreateComplete({ client, maxWaitTime: 20, minDelay: 1 }, { StackName: 'Creating' });

  const found = await new ECRClient(account.sdk()).send(
    new DescribeRepositoriesCommand({ repositoryNames: ['created'] }),
  );
  expect(found.repositories).toHaveLength(1);
});
