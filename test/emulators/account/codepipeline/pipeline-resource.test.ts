import { LocalAccount } from '../../../../emulators/account/local-account';
import { CodePipelineStub } from './code-pipeline-stub';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

let stub: CodePipelineStub;
let account: LocalAccount;
let stack: TestStack;

beforeAll(async () => {
  stub = await CodePipelineStub.listen();
  account = await openAccount(stub);
}, START_TIMEOUT);
beforeEach(() => {
  stub.calls = [];
  stub.answers = {
    CreatePipeline: { pipeline: { name: 'own', version: 1 } },
    UpdatePipeline: { pipeline: { name: 'own', version: 2 } },
  };
  stack = new TestStack(account);
});
afterAll(async () => {
  await account.stop();
  stub.close();
});

function template(branch: string, properties: object = {}, others: object = {}) {
  const Source = {
    Name: 'Source',
    Actions: [
      {
        Name: 'GitHub',
        ActionTypeId: {
          Category: 'Source',
          Owner: 'AWS',
          Provider: 'CodeStarSourceConnection',
          Version: '1',
        },
        Configuration: { ConnectionArn: 'arn', BranchName: branch },
        OutputArtifacts: [{ Name: 'Code' }],
      },
    ],
  };
  const Properties = {
    Name: 'own',
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
    Stages: [Source],
    RestartExecutionOnUpdate: true,
    ...properties,
  };
  return {
    Resources: { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties }, ...others },
    Outputs: {
      Ref: { Value: { Ref: 'Pipeline' } },
      Version: { Value: { 'Fn::GetAtt': ['Pipeline', 'Version'] } },
    },
  };
}

const operations = () => stub.calls.map(({ operation }) => operation);

test('is created as the API writes it, by CloudFormation', async () => {
  const properties = { Tags: [{ Key: 'team', Value: 'images' }] };
  expect(await stack.create(template('master', properties))).toBe('CREATE_COMPLETE');
  expect(await stack.output('Ref')).toBe('own');
  expect(await stack.output('Version')).toBe('1');
  expect(stub.calls).toEqual([
    {
      operation: 'CreatePipeline',
      secret: 'a-secret',
      caller: 'cloudformation.amazonaws.com',
      account: ACCOUNT,
      region: 'eu-west-1',
      body: {
        tags: [{ key: 'team', value: 'images' }],
        pipeline: {
          name: 'own',
          roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
          stages: [
            {
              name: 'Source',
              actions: [
                {
                  name: 'GitHub',
                  actionTypeId: {
                    category: 'Source',
                    owner: 'AWS',
                    provider: 'CodeStarSourceConnection',
                    version: '1',
                  },
                  configuration: { ConnectionArn: 'arn', BranchName: 'master' },
                  outputArtifacts: [{ name: 'Code' }],
                },
              ],
            },
          ],
        },
      },
    },
  ]);
});

test('is updated and started when it changes, and left alone when it does not', async () => {
  await stack.create(template('master'));
  expect(await stack.update(template('main'))).toBe('UPDATE_COMPLETE');
  expect(operations()).toEqual(['CreatePipeline', 'UpdatePipeline', 'StartPipelineExecution']);
  expect(await stack.output('Version')).toBe('2');

  stub.calls = [];
  await stack.update(template('main', {}, { Group: { Type: 'AWS::IAM::Group' } }));
  expect(operations()).toEqual([]);

  await stack.update(template('next', { RestartExecutionOnUpdate: false }));
  expect(operations()).toEqual(['UpdatePipeline']);
});

test('is replaced when its name changes, and deleted with its stack', async () => {
  await stack.create(template('master'));
  await stack.update(template('master', { Name: 'other' }));
  expect(operations()).toEqual(['CreatePipeline', 'CreatePipeline', 'DeletePipeline']);
  expect(stub.calls.at(-1)?.body).toEqual({ name: 'own' });
  await stack.delete();
  expect(stub.calls.at(-1)).toMatchObject({ operation: 'DeletePipeline', body: { name: 'other' } });
});

test('fails with what CodePipeline says', async () => {
  stub.answers.CreatePipeline = {
    __type: 'InvalidStructureException',
    message: 'Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline',
  };
  expect(await stack.create(template('master'))).toBe('ROLLBACK_COMPLETE');
  expect(await stack.failures()).toContain(
    'Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline ' +
      '(Service: CodePipeline, Error Code: InvalidStructureException)',
  );
});
