import { LocalAccount } from '../../../../emulators/account/local-account';
import { CodePipelineStub } from '../codepipeline/code-pipeline-stub';
import { stackUnder } from './execution-role';
import { policyOf, trust } from '../support/policy';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { Template } from '../support/test-stack';

let account: LocalAccount;
let stub: CodePipelineStub;
let names = 0;

beforeAll(async () => {
  stub = await CodePipelineStub.listenForPipelines();
  account = await openAccount(stub);
}, START_TIMEOUT);
afterAll(async () => {
  await account.stop();
  stub.close();
});

const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const KeyPolicy = policyOf({ Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' });

/** What takes tags (`tagging` of the registry schemas): its properties, and the permissions to tag it and to untag it. */
const TAGGED: [string, () => object, string, string][] = [
  [
    'AWS::CodeConnections::Connection',
    () => ({ ConnectionName: 'own', ProviderType: 'GitHub' }),
    'codeconnections:TagResource',
    'codeconnections:UntagResource',
  ],
  [
    'AWS::CodePipeline::Pipeline',
    () => ({
      Name: `own${++names}`,
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
      Stages: [{ Name: 'One' }],
    }),
    'codepipeline:TagResource',
    'codepipeline:UntagResource',
  ],
  ['AWS::ECR::Repository', () => ({}), 'ecr:TagResource', 'ecr:UntagResource'],
  [
    'AWS::IAM::OIDCProvider',
    () => ({ Url: `https://own${++names}.example.com`, ClientIdList: ['sts.amazonaws.com'] }),
    'iam:TagOpenIDConnectProvider',
    'iam:UntagOpenIDConnectProvider',
  ],
  [
    'AWS::IAM::Role',
    () => ({ AssumeRolePolicyDocument: trust({ Service: 'codebuild.amazonaws.com' }) }),
    'iam:TagRole',
    'iam:UntagRole',
  ],
  ['AWS::IAM::User', () => ({}), 'iam:TagUser', 'iam:UntagUser'],
  ['AWS::KMS::Key', () => ({ KeyPolicy }), 'kms:TagResource', 'kms:UntagResource'],
  ['AWS::Logs::LogGroup', () => ({}), 'logs:TagResource', 'logs:UntagResource'],
  ['AWS::S3::Bucket', () => ({}), 's3:PutBucketTagging', 's3:PutBucketTagging'],
  [
    'AWS::SSM::Parameter',
    () => ({ Type: 'String', Value: 'v' }),
    'ssm:AddTagsToResource',
    'ssm:RemoveTagsFromResource',
  ],
];

/** What takes none, or asks for no permission of its own. */
const UNTAGGED: [string, () => object][] = [
  [
    'AWS::IAM::ManagedPolicy',
    () => ({ PolicyDocument: policyOf({ Effect: 'Allow', Action: 's3:List*', Resource: '*' }) }),
  ],
  ['AWS::IAM::Group', () => ({})],
  [
    'AWS::CodeBuild::Project',
    () => ({
      ServiceRole: `arn:aws:iam::${ACCOUNT}:role/build`,
      Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
      Artifacts: { Type: 'NO_ARTIFACTS' },
      Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'image' },
    }),
  ],
];

const template = (Type: string, Properties: object): Template => ({
  Resources: { Made: { Type, Properties } },
});
const all = { Action: '*' };
const without = (...actions: string[]) => ({ Effect: 'Deny' as const, Action: actions });

describe.each(TAGGED)('%s', (type, properties, tag, untag) => {
  test('needs the permission to tag it with the tags of its stack', async () => {
    const { stack, create } = await stackUnder(account, all, without(tag));
    stack.tags = [{ Key: 'team', Value: 'images' }];
    expect(await create(template(type, properties()))).toBe('ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(`not authorized to perform: ${tag} `);
    const untagged = await stackUnder(account, all, without(tag));
    expect(await untagged.create(template(type, properties()))).toBe('CREATE_COMPLETE');
  });

  test('needs it when they change, and the permission to untag when one is gone', async () => {
    const { stack, create, mayNow } = await stackUnder(account, all);
    stack.tags = [
      { Key: 'team', Value: 'images' },
      { Key: 'stage', Value: 'one' },
    ];
    const made = template(type, properties());
    expect(await create(made)).toBe('CREATE_COMPLETE');
    await mayNow(all, without(tag));
    stack.tags = [
      { Key: 'team', Value: 'images' },
      { Key: 'stage', Value: 'two' },
    ];
    expect(await stack.update(made)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(`not authorized to perform: ${tag} `);
    await mayNow(all, without(untag));
    stack.tags = [{ Key: 'team', Value: 'images' }];
    expect(await stack.update(made)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.failures()).toContain(`not authorized to perform: ${untag} `);
    await mayNow(all);
    expect(await stack.update(made)).toBe('UPDATE_COMPLETE');
  });
});

test.each(UNTAGGED)('%s asks for no permission to tag it', async (type, properties) => {
  const { stack, create } = await stackUnder(account, all, without('iam:Tag*', 'codebuild:Tag*'));
  stack.tags = [{ Key: 'team', Value: 'images' }];
  expect(await create(template(type, properties()))).toBe('CREATE_COMPLETE');
});
