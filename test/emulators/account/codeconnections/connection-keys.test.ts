import { CodePipelineClient, CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { createUser } from '../../support/create-user';
import { CodePipelineStub } from '../codepipeline/code-pipeline-stub';
import { Grant, stackUnder } from '../cloudformation/execution-role';
import { policyOf } from '../support/policy';
import { sendSigned } from '../support/signed-request';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../support/open-account';

const TARGETS = {
  codeconnections: 'com.amazonaws.codeconnections.CodeConnections_20231201',
  'codestar-connections': 'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
} as const;
type Service = keyof typeof TARGETS;

const OTHER = { codeconnections: 'codestar-connections', 'codestar-connections': 'codeconnections' } as const;
const TEAM = [{ Key: 'team', Value: 'images' }];

let account: LocalAccount;
let stub: CodePipelineStub;
let users = 0;

beforeAll(async () => {
  stub = await CodePipelineStub.listenForPipelines();
  account = await openAccount(stub);
}, START_TIMEOUT);
afterAll(async () => {
  await account.stop();
  stub.close();
});

/** Calls an operation as a user who may do this and nothing else, as root where nothing is said. */
async function call(service: Service, operation: string, request: object, ...grants: Grant[]) {
  const statements = grants.map((grant) => ({ Effect: 'Allow', Resource: '*', ...grant }));
  const caller =
    grants.length > 0
      ? await createUser(account, `user${++users}`, JSON.stringify(policyOf(...statements)))
      : account.root;
  const { text } = await sendSigned(account, caller, {
    service,
    headers: {
      'X-Amz-Target': `${TARGETS[service]}.${operation}`,
      'Content-Type': 'application/x-amz-json-1.0',
    },
    body: JSON.stringify(request),
  });
  return JSON.parse(text) as Record<string, unknown>;
}

async function newConnection(service: Service, Tags: object[] = []): Promise<string> {
  const request = { ConnectionName: 'made', ProviderType: 'GitHub', Tags };
  return String((await call(service, 'CreateConnection', request)).ConnectionArn);
}

const refused = expect.objectContaining({ __type: 'AccessDeniedException' }) as unknown;

describe.each(['codeconnections', 'codestar-connections'] as const)('%s', (service) => {
  test('knows the provider and the tags of a connection that is made', async () => {
    const create = (request: object, Condition: object) =>
      call(
        service,
        'CreateConnection',
        { ConnectionName: 'made', ...request },
        {
          Action: `${service}:CreateConnection`,
          Condition,
        },
      );
    const gitHub = { ProviderType: 'GitHub' };
    const made = { ConnectionArn: expect.stringContaining(`:${service}:`) as string, Tags: TEAM };
    const provider = { StringEquals: { [`${service}:ProviderType`]: 'GitHub' } };
    expect(await create({ ...gitHub, Tags: TEAM }, provider)).toEqual(made);
    expect(await create({ ProviderType: 'Bitbucket' }, provider)).toEqual(refused);
    expect(await create({}, provider)).toEqual(refused);
    const older = { StringEquals: { [`${OTHER[service]}:ProviderType`]: 'GitHub' } };
    expect(await create(gitHub, older)).toEqual(refused);
    const tagged = {
      StringEquals: { 'aws:RequestTag/team': 'images' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
    };
    expect(await create({ ...gitHub, Tags: TEAM }, tagged)).toEqual(made);
    expect(await create(gitHub, tagged)).toEqual(refused);
    const disguised = { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'images' };
    expect(await create({ ...gitHub, ...disguised }, tagged)).toEqual(refused);
    const more = [...TEAM, { Key: 'other', Value: 'x' }];
    expect(await create({ ...gitHub, Tags: more }, tagged)).toEqual(refused);
  });

  test('knows the tags of a connection in all that is done to it', async () => {
    const [own, other] = [await newConnection(service, TEAM), await newConnection(service)];
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'images' } };
    const operations = {
      GetConnection: (ConnectionArn: string) => ({ ConnectionArn }),
      UpdateConnectionInstallation: (ConnectionArn: string) => ({ ConnectionArn }),
      UseConnection: (ConnectionArn: string) => ({ ConnectionArn }),
      ListTagsForResource: (ResourceArn: string) => ({ ResourceArn }),
      TagResource: (ResourceArn: string) => ({ ResourceArn, Tags: [{ Key: 'stage', Value: 'x' }] }),
      UntagResource: (ResourceArn: string) => ({ ResourceArn, TagKeys: ['stage'] }),
      DeleteConnection: (ConnectionArn: string) => ({ ConnectionArn }),
    };
    for (const [operation, request] of Object.entries(operations)) {
      const grant = { Action: `${service}:${operation}`, Condition };
      expect([operation, await call(service, operation, request(other), grant)]).toEqual([
        operation,
        refused,
      ]);
      expect(await call(service, operation, request(own), grant)).not.toHaveProperty('__type');
    }
  });

  test('keeps tags, and knows those that are put on and taken off', async () => {
    const ResourceArn = await newConnection(service, TEAM);
    const tags = async () => (await call(service, 'ListTagsForResource', { ResourceArn })).Tags;
    const tag = (Tags: object[]) =>
      call(
        service,
        'TagResource',
        { ResourceArn, Tags },
        {
          Action: `${service}:TagResource`,
          Condition: { StringEquals: { 'aws:RequestTag/stage': 'master' } },
        },
      );
    const untag = (TagKeys: string[]) =>
      call(
        service,
        'UntagResource',
        { ResourceArn, TagKeys },
        {
          Action: `${service}:UntagResource`,
          Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['stage'] } },
        },
      );
    expect(await tag([{ Key: 'stage', Value: 'other' }])).toEqual(refused);
    expect(await tag([{ Key: 'stage', Value: 'master' }])).toEqual({});
    expect(await tags()).toEqual([...TEAM, { Key: 'stage', Value: 'master' }]);
    expect(await untag(['team'])).toEqual(refused);
    expect(await untag(['stage'])).toEqual({});
    expect(await tags()).toEqual(TEAM);
  });

  test('knows for what a connection is used, under its own prefix, and nothing that is not said', async () => {
    const ConnectionArn = await newConnection(service);
    const uses = {
      FullRepositoryId: 'owner/name',
      BranchName: 'main',
      ProviderAction: 'GetBranch',
      ProviderPermissionsRequired: 'read_only',
    };
    const use = (request: object, Condition: object) =>
      call(
        service,
        'UseConnection',
        { ConnectionArn, ...request },
        {
          Action: `${service}:UseConnection`,
          Condition,
        },
      );
    for (const [name, value] of Object.entries(uses)) {
      const equals = (prefix: string, expected: string) => ({
        StringEquals: { [`${prefix}:${name}`]: expected },
      });
      expect(await use(uses, equals(service, value))).toEqual({ ConnectionStatus: 'PENDING' });
      expect(await use(uses, equals(service, 'other'))).toEqual(refused);
      expect(await use(uses, equals(OTHER[service], value))).toEqual(refused);
      expect(await use({ ...uses, [name]: undefined }, equals(service, value))).toEqual(refused);
    }
  });
});

describe('CloudFormation', () => {
  const connection = (Properties: object = {}) => ({
    Resources: {
      Made: {
        Type: 'AWS::CodeConnections::Connection',
        Properties: { ConnectionName: 'own', ProviderType: 'GitHub', ...Properties },
      },
    },
    Outputs: { Arn: { Value: { Ref: 'Made' } } },
  });
  const anyConnection = `arn:aws:codeconnections:eu-west-1:${ACCOUNT}:connection/*`;

  test('makes a connection with the provider and tags of its template and its stack', async () => {
    const grants = [
      {
        Action: 'codeconnections:CreateConnection',
        Condition: {
          StringEquals: { 'aws:RequestTag/team': 'images', 'codeconnections:ProviderType': 'GitHub' },
        },
      },
      { Action: ['codeconnections:GetConnection', 'codeconnections:TagResource'], Resource: anyConnection },
    ];
    const untagged = await stackUnder(account, ...grants);
    expect(await untagged.create(connection())).toBe('ROLLBACK_COMPLETE');
    expect(await untagged.stack.failures()).toContain('codeconnections:CreateConnection on resource: * ');
    const elsewhere = await stackUnder(account, ...grants);
    expect(await elsewhere.create(connection({ ProviderType: 'GitLab', Tags: TEAM }))).toBe(
      'ROLLBACK_COMPLETE',
    );
    const { stack, create } = await stackUnder(account, ...grants);
    stack.tags = TEAM;
    expect(await create(connection())).toBe('CREATE_COMPLETE');
    const ResourceArn = await stack.output('Arn');
    const { Tags } = await call('codeconnections', 'ListTagsForResource', { ResourceArn });
    expect(Tags).toContainEqual(TEAM[0]);
  });

  test('changes and deletes one that has the tags that it may', async () => {
    const own = { StringEquals: { 'aws:ResourceTag/team': 'images' } };
    const creation = {
      Action: [
        'codeconnections:CreateConnection',
        'codeconnections:GetConnection',
        'codeconnections:TagResource',
      ],
    };
    const later = (Condition: object) => ({
      Action: [
        'codeconnections:DeleteConnection',
        'codeconnections:ListTagsForResource',
        'codeconnections:TagResource',
      ],
      Condition,
    });
    const { stack, create, mayNow } = await stackUnder(account, creation);
    expect(await create(connection({ Tags: TEAM }))).toBe('CREATE_COMPLETE');
    const more = connection({ Tags: [...TEAM, { Key: 'stage', Value: 'x' }] });
    await mayNow(later({ StringEquals: { 'aws:ResourceTag/team': 'other' } }));
    expect(await stack.update(more)).toBe('UPDATE_ROLLBACK_COMPLETE');
    await mayNow(later(own));
    expect(await stack.update(more)).toBe('UPDATE_COMPLETE');
    const ResourceArn = await stack.output('Arn');
    const { Tags } = await call('codeconnections', 'ListTagsForResource', { ResourceArn });
    expect(Tags).toContainEqual({ Key: 'stage', Value: 'x' });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  describe('passes a connection to CodePipeline', () => {
    const actions = ['codeconnections:PassConnection', 'codestar-connections:PassConnection'] as const;
    const pipeline = (ConnectionArn: string, branch = 'main') => {
      const Configuration = { ConnectionArn, FullRepositoryId: 'owner/name', BranchName: branch };
      const Properties = {
        Name: `pipeline${users}`,
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
        Stages: [{ Name: 'Source', Actions: [{ Name: 'GitHub', Configuration }] }],
      };
      return { Resources: { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties } } };
    };
    const others = { Action: ['codepipeline:*', 'iam:GetRole', 'iam:PassRole'] };
    const pass = (condition: (prefix: string) => object) =>
      actions.map((Action) => ({
        Action,
        Condition: { StringEquals: condition(Action.split(':')[0]) },
      }));

    test.each<[string, (prefix: string) => object, string]>([
      [
        'the service',
        (prefix) => ({ [`${prefix}:PassedToService`]: 'codepipeline.amazonaws.com' }),
        'CREATE',
      ],
      [
        'another service',
        (prefix) => ({ [`${prefix}:PassedToService`]: 'proton.amazonaws.com' }),
        'ROLLBACK',
      ],
      ['its tags', () => ({ 'aws:ResourceTag/team': 'images' }), 'CREATE'],
      ['other tags', () => ({ 'aws:ResourceTag/team': 'other' }), 'ROLLBACK'],
    ])('by %s', async (_, condition, status) => {
      const arn = await newConnection('codeconnections', TEAM);
      const { create } = await stackUnder(account, others, ...pass(condition));
      expect(await create(pipeline(arn))).toBe(`${status}_COMPLETE`);
    });

    test('whenever it changes the pipeline', async () => {
      const arn = await newConnection('codeconnections');
      const { stack, create, mayNow } = await stackUnder(account, others, { Action: [...actions] });
      const tagged = (Value: string) => {
        const { Pipeline } = pipeline(arn).Resources;
        const Tags = [{ Key: 'team', Value }];
        return { Resources: { Pipeline: { ...Pipeline, Properties: { ...Pipeline.Properties, Tags } } } };
      };
      expect(await create(tagged('one'))).toBe('CREATE_COMPLETE');
      await mayNow(others);
      expect(await stack.update(tagged('two'))).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(await stack.failures()).toContain('codeconnections:PassConnection on resource: ');
    });
  });
});

test('a caller of CodePipeline who names a connection has to pass it', async () => {
  const ConnectionArn = await newConnection('codeconnections', TEAM);
  const declaration = {
    name: 'direct',
    roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
    stages: [
      {
        name: 'Source',
        actions: [{ name: 'GitHub', actionTypeId: undefined, configuration: { ConnectionArn } }],
      },
    ],
  };
  const create = async (...grants: object[]) => {
    const statements = [{ Action: ['codepipeline:CreatePipeline', 'iam:PassRole'] }, ...grants].map(
      (grant) => ({
        Effect: 'Allow',
        Resource: '*',
        ...grant,
      }),
    );
    const user = await createUser(account, `user${++users}`, JSON.stringify(policyOf(...statements)));
    const client = new CodePipelineClient(account.sdk(user));
    return client.send(new CreatePipelineCommand({ pipeline: declaration }));
  };
  const pass = (prefix: string, service: string) => ({
    Action: `${prefix}:PassConnection`,
    Resource: ConnectionArn,
    Condition: { StringEquals: { [`${prefix}:PassedToService`]: `${service}.amazonaws.com` } },
  });
  const newer = pass('codeconnections', 'codepipeline');
  await expect(create()).rejects.toThrow('codeconnections:PassConnection');
  await expect(create(newer)).rejects.toThrow('codestar-connections:PassConnection');
  await expect(create(newer, pass('codestar-connections', 'proton'))).rejects.toThrow('PassConnection');
  await create(newer, pass('codestar-connections', 'codepipeline'));
});
