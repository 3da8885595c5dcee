import { BatchGetImageCommand, DescribeImagesCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { Template } from 'aws-cdk-lib/assertions';
import { PULL_ACTIONS } from '../../../lib/access/permission-tables';
import { ReleaseInput } from '../../../lib/config';
import { RegistryStack } from '../../../lib/stages/registry-stack';
import { LocalAccount } from '../../../emulators/account/local-account';
import { assumeRole } from '../../../rehearsal/actors/sessions/assume-role';
import { pushTestImage } from '../../../rehearsal/observe/test-image';
import { exampleApp } from '../../lib/example-app';
import { exampleDistribution } from '../../lib/example-distribution';
import { allow, trust } from '../../emulators/account/support/policy';
import { refusalOf } from '../../emulators/account/support/refusal-of';
import { sendSigned } from '../../emulators/account/support/signed-request';
import { newAccountNumber, openAccount, START_TIMEOUT } from '../../emulators/account/support/open-account';
import { Template as TestTemplate, TestStack } from '../../emulators/account/support/test-stack';

const [NAMED, MEMBER, STRANGER] = Array.from({ length: 3 }, newAccountNumber);
const repositoryName = 'slipway/sample-image/release';
const imageIds = [{ imageTag: 'v1' }];

let account: LocalAccount;

/** The repository of Release as its stack makes it, alone. */
function repository(release: ReleaseInput): TestTemplate {
  const { stages, images } = exampleDistribution({ release });
  const stack = new RegistryStack(exampleApp(), 'Registry', {
    distributionName: 'slipway',
    stageName: 'Release',
    stage: stages.Release,
    image: images[0],
  });
  return { Resources: Template.fromStack(stack).findResources('AWS::ECR::Repository') } as TestTemplate;
}

/** Makes an account the first, and here the only one, of an organization: the account makes one when it is asked. */
async function found(owner: LocalAccount): Promise<string> {
  const { text } = await sendSigned(owner, owner.root, {
    service: 'organizations',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSOrganizationsV20161128.DescribeOrganization',
    },
    body: '{}',
  });
  return (JSON.parse(text) as { Organization: { Id: string } }).Organization.Id;
}

/** ECR as a role of an account sees it, which has these permissions in its own account. */
async function roleOf(owner: LocalAccount, RoleName: string, policy: string): Promise<ECRClient> {
  const iam = new IAMClient(owner.sdk());
  const AssumeRolePolicyDocument = JSON.stringify(trust({ AWS: `arn:aws:iam::${owner.accountId}:root` }));
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'permissions', PolicyDocument: policy }));
  return new ECRClient(
    owner.sdk(await assumeRole(owner, `arn:aws:iam::${owner.accountId}:role/${RoleName}`)),
  );
}

const everythingOfEcr = allow('ecr:*', '*');
const arn = (id: string) => `arn:aws:ecr:eu-west-1:${id}:repository/${repositoryName}`;

async function pull(ecr: ECRClient): Promise<string | undefined> {
  const { images = [] } = await ecr.send(
    new BatchGetImageCommand({ registryId: account.accountId, repositoryName, imageIds }),
  );
  return images[0].imageId?.imageTag;
}

let members: Record<'named' | 'member' | 'stranger', ECRClient>;
let stack: TestStack;

beforeAll(async () => {
  account = await openAccount();
  const [named, member, stranger] = [NAMED, MEMBER, STRANGER].map((id) => account.another(id));
  await found(stranger);
  stack = new TestStack(account);
  const release = { pullAccounts: [NAMED], pullOrganization: await found(member) };
  await stack.make(repository(release));
  await pushTestImage(account, repositoryName, 'v1');
  members = {
    named: await roleOf(named, 'puller', allow(PULL_ACTIONS, arn(account.accountId))),
    member: await roleOf(member, 'puller', everythingOfEcr),
    stranger: await roleOf(stranger, 'puller', everythingOfEcr),
  };
}, START_TIMEOUT);
afterAll(() => account.stop());

test('lets those pull whose account or organization is named, and whose own account lets them', async () => {
  expect(await pull(members.named)).toBe('v1');
  expect(await pull(members.member)).toBe('v1');
});

test('rejects a role of an account that is in neither', async () => {
  expect(await refusalOf(pull(members.stranger))).toMatch(/^AccessDeniedException: .*ecr:BatchGetImage on/);
  expect(await refusalOf(pull(new ECRClient(account.another(STRANGER).sdk())))).toMatch(/^AccessDenied/);
});

test('rejects a role without a permission in its own account', async () => {
  const theirsOnly = await roleOf(account.another(NAMED), 'at-home', allow('ecr:*', arn(NAMED)));
  expect(await refusalOf(pull(theirsOnly))).toMatch(/^AccessDeniedException: .*ecr:BatchGetImage on/);
});

test('rejects a push, and a look around', async () => {
  const there = { registryId: account.accountId, repositoryName };
  const push = members.member.send(new PutImageCommand({ ...there, imageManifest: '{}', imageTag: 'v2' }));
  expect(await refusalOf(push)).toMatch(/^AccessDeniedException: .*ecr:PutImage on/);
  const look = members.member.send(new DescribeImagesCommand(there));
  expect(await refusalOf(look)).toMatch(/^AccessDeniedException: .*ecr:DescribeImages on/);
});

test('rejects a role in the account of Release without a permission of its own, also in the organization', async () => {
  const release = { pullOrganization: await found(account) };
  expect(await stack.update(repository(release))).toBe('UPDATE_COMPLETE');
  const withoutPermission = await roleOf(
    account,
    'without-permission',
    allow('ecr:GetAuthorizationToken', '*'),
  );
  expect(await refusalOf(pull(withoutPermission))).toMatch(/^AccessDeniedException: .*ecr:BatchGetImage on/);
});

test('rejects all other accounts once none is named', async () => {
  expect(await stack.update(repository({}))).toBe('UPDATE_COMPLETE');
  expect(await refusalOf(pull(members.named))).toMatch(/^AccessDeniedException/);
  expect(await refusalOf(pull(members.member))).toMatch(/^AccessDeniedException/);
});
