import * as fs from 'node:fs';
import * as path from 'node:path';
import { Environment, environmentsOf } from '../../../../cli/bootstrap/settings/environments';
import { documentsFor, managedPolicy, Names } from '../../../../cli/bootstrap/toolkit/policy-documents';
import { exampleDistribution } from '../../../lib/example-distribution';
import { CONFIGURATIONS } from '../../../lib/pipeline/configurations';

const SLIPWAY = exampleDistribution();
const CONNECTION =
  'arn:aws:codeconnections:eu-west-1:123456789012:connection/0a1b2c3d-0000-4000-8000-000000000000';
const HERE = { account: '123456789012', region: 'eu-west-1' };
const LONG_NAMES = {
  name: 'a'.repeat(32),
  source: { repository: `${'o'.repeat(39)}/${'r'.repeat(100)}` },
  notifications: { topicArn: `arn:aws:sns:ap-southeast-7:111111111111:${'t'.repeat(100)}` },
};
const FILES = fs
  .readdirSync(path.resolve(__dirname, '../../../../policies'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => path.basename(file, '.json'));

const cases = CONFIGURATIONS.flatMap(({ title, changes }) => {
  const all = environmentsOf(exampleDistribution(changes), HERE);
  return all.map((environment) => ({ title, environment, all }));
});
const [here] = environmentsOf(exampleDistribution(), HERE);

/** The environments of a configuration. */
function environmentsOfCase(title: string): Environment[] {
  const found = cases.find((one) => one.title === title);
  if (!found) throw new Error(`no configuration is called '${title}', expected one of CONFIGURATIONS`);
  return found.all;
}

/** Every Allow of a document. */
function allows(document: string, environment: Environment = here) {
  return managedPolicy(document, environment, SLIPWAY, [environment]).content.Statement;
}

test('each document belongs somewhere', () => {
  const used = new Set(cases.flatMap(({ environment, all }) => documentsFor(environment, all)));
  expect([...used].sort()).toEqual(FILES);
});

test.each(cases)(
  '$title, $environment.account $environment.region: each policy fits',
  ({ environment, all }) => {
    const documents = documentsFor(environment, all);
    expect(documents.length).toBeGreaterThan(2);
    for (const document of documents) {
      const { characters } = managedPolicy(document, environment, LONG_NAMES, all);
      expect([document, characters <= 6144]).toEqual([document, true]);
    }
  },
);

test('the operator’s policy has room in a user too, who takes 2,048 characters', () => {
  const { characters } = managedPolicy('deployment', here, SLIPWAY, [here]);
  expect(characters).toBeLessThan(2048);
});

test('a document that does not fit is refused', () => {
  const crowd = Array.from({ length: 60 }, (_, index) => ({
    ...here,
    account: String(100000000000 + index),
  }));
  expect(() => managedPolicy('permissions-boundary', here, SLIPWAY, [here, ...crowd])).toThrow(
    /policies\/permissions-boundary.json has \d+ characters.*expected 6144 at most; split it/,
  );
});

describe.each(FILES)('%s', (document) => {
  const statements = allows(document);

  test('the document allows exact actions only', () => {
    expect(statements.length).toBeGreaterThan(0);
    for (const { Sid, Effect, Action, ...rest } of statements) {
      expect([Sid, Effect]).toEqual([Sid, 'Allow']);
      expect([Sid, JSON.stringify(Action)]).toEqual([Sid, expect.not.stringMatching(/[*?]/)]);
      expect(Object.keys(rest)).not.toContain('NotAction');
      expect(Object.keys(rest)).not.toContain('NotResource');
    }
  });

  test('another name takes the place of the distribution’s, never of the toolkit’s', () => {
    const { content } = managedPolicy(document, here, exampleDistribution({ name: 'acme' }), [here]);
    const named = JSON.stringify(allows(document)).match(/.{14}slipway/g) ?? [];
    const left = JSON.stringify(content).match(/.{14}slipway/g) ?? [];
    expect(left).toEqual(
      named.filter((text) => /cdk-slipway$|cdk-bootstrap\/slipway$|Tag\/slipway$/.test(text)),
    );
  });
});

describe.each(FILES.filter((file) => !file.includes('boundary')))('%s', (document) => {
  test('the README says why of each statement of the document', () => {
    const readme = fs.readFileSync(path.resolve(__dirname, '../../../../policies/README.md'), 'utf8');
    const statements = allows(document);
    expect(statements.length).toBeGreaterThan(0);
    for (const { Sid } of statements) expect(readme).toContain(`\`${Sid}\``);
  });
});

test('the source is read from the configured repository, through the connection that carries the tag', () => {
  const source = { repository: 'acme/images' };
  const { content } = managedPolicy('permissions-boundary', here, { name: 'acme', source }, [here]);
  const [reads] = content.Statement.filter(({ Sid }) => Sid === 'ReadTheSource');
  expect(reads.Condition).toEqual({
    StringEquals: {
      'aws:ResourceTag/slipway:distribution': 'acme',
      'codeconnections:FullRepositoryId': 'acme/images',
      'codeconnections:ProviderPermissionsRequired': 'read_only',
    },
  });
});

test('no connection is used or passed on but one with the tag, or the one that is configured', () => {
  const onConnections = (connectionArn?: string) =>
    FILES.flatMap((document) => {
      const source = { repository: 'acme/images', connectionArn };
      return managedPolicy(document, here, { name: 'acme', source }, [here]).content.Statement;
    }).filter(({ Resource }) => JSON.stringify(Resource).includes(':connection/'));

  const own = onConnections();
  expect(own.length).toBeGreaterThan(9);
  for (const { Sid, Condition } of own) {
    const tags = Object.keys(Condition?.StringEquals ?? {}).filter((key) => /^aws:Re\w+Tag\//.test(key));
    expect([Sid, tags]).toEqual([Sid, [expect.stringMatching(/Tag\/slipway:distribution$/)]]);
  }
  const configured = onConnections(CONNECTION);
  expect(configured.length).toBeGreaterThan(7);
  for (const { Sid, Action, Resource, Condition } of configured) {
    expect([Sid, Resource]).toEqual([Sid, CONNECTION]);
    expect(JSON.stringify(Action)).not.toMatch(/Create|Delete|Tag|Update/);
    const isOnlySeen = JSON.stringify(Action).includes('GetConnection');
    expect([Sid, Condition !== undefined]).toEqual([Sid, !isOnlySeen]);
  }
});

test('an older connection is looked at under the name of the service that is in its ARN', () => {
  const connectionArn = CONNECTION.replace('codeconnections', 'codestar-connections');
  const source = { repository: 'acme/images', connectionArn };
  const { content } = managedPolicy('deployment', here, { name: 'slipway', source }, [here]);
  const sees = content.Statement.filter(({ Sid }) => Sid === 'SeeAndFinishTheConnection');
  expect(sees).toMatchObject([{ Action: ['codestar-connections:GetConnection'], Resource: connectionArn }]);
});

test('of a topic that was there before, nothing is allowed but to publish to it', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:111111111111:theirs';
  const statementsWith = (notifications: Names['notifications']) =>
    [...documentsFor({ ...here, hasNotices: true }, [here])]
      .flatMap(
        (document) => managedPolicy(document, here, { ...SLIPWAY, notifications }, [here]).content.Statement,
      )
      .filter((statement) => JSON.stringify(statement).includes('sns:'));

  const own = statementsWith({});
  expect(own.map(({ Sid }) => Sid).sort()).toEqual([
    'EndItsSubscriptions',
    'LetThemTellTheTopicOnly',
    'LookAfterTheTopic',
    'TellOfApprovals',
  ]);
  expect(JSON.stringify(own)).toContain(':slipway-notices"');

  const [boundary, rules, ...others] = statementsWith({ topicArn }).sort((a, b) =>
    String(b.Sid).localeCompare(String(a.Sid)),
  );
  expect(others).toEqual([]);
  expect(boundary).toMatchObject({ Sid: 'TellOfApprovals', Action: ['sns:Publish'], Resource: topicArn });
  expect(rules.Condition?.['ForAllValues:StringEquals']).toEqual({ 'events:TargetArn': topicArn });
});

test('CloudFormation makes the topics and rules of the stages elsewhere that tell of findings, each its own', () => {
  const all = environmentsOfCase('that tells people by e-mail, with stages elsewhere');
  const [there] = all.filter(({ stages }) => stages.includes('Release'));
  const namesFor = (stages: Environment['findings']) => {
    const environment = { ...there, findings: stages };
    const [document] = documentsFor(environment, all).filter((name) => name.endsWith('findings'));
    const { content } = managedPolicy(document, environment, SLIPWAY, all);
    const names = JSON.stringify(content).match(/(?<=:)(rule\/)?slipway-[a-z-]+/g) ?? [];
    return [...new Set(names)].sort();
  };
  expect(there.findings).toEqual(['Release']);
  expect(namesFor(['Master'])).toEqual([
    'rule/slipway-critical-findings-master',
    'rule/slipway-high-findings-master',
    'slipway-notices-master',
  ]);
  expect(namesFor(['Master', 'Release'])).toHaveLength(6);
  expect(documentsFor({ ...there, findings: [] }, all)).not.toContain('cloudformation-execution-findings');
});

test('where nobody is told, nothing may be published, and no rules are made', () => {
  const { content } = managedPolicy('permissions-boundary', here, SLIPWAY, [here]);
  expect(content.Statement.map(({ Sid }) => Sid)).not.toContain('TellOfApprovals');
  expect(documentsFor(here, [here])).not.toContain('cloudformation-execution-notices');
});

test('an existing identity provider is nothing that CloudFormation could touch', () => {
  const all = environmentsOf(exampleDistribution({ identityProvider: 'existing' }), HERE);
  const documents = documentsFor(all[0], all);
  expect(documents).not.toContain('cloudformation-execution-provider');
  expect(JSON.stringify(documents.map((name) => allows(name, all[0])))).not.toContain('oidc-provider');
});

/** Statements that compare with more than `StringEquals`; policies/README.md says why of each. */
const OTHER_OPERATORS = [
  'HaveTheConnection: Null',
  'LetThemHearOfScansOnly: ForAllValues:StringEquals',
  'LetThemHearOfScansOnly: Null',
  'LetThemHearOfThePipelineAndOfScansOnly: ForAllValues:StringEquals',
  'LetThemHearOfThePipelineAndOfScansOnly: Null',
  'LetThemTellTheTopicOfFindingsOnly: ForAllValues:StringEquals',
  'LetThemTellTheTopicOfFindingsOnly: Null',
  'LetThemTellTheTopicOnly: ForAllValues:StringEquals',
  'LetThemTellTheTopicOnly: Null',
  'LookAfterTheKeyOfTheArtifacts: ForAnyValue:StringEquals',
  'MakeProjectsWithoutAnotherSource: Null',
  'PutTheirPoliciesOnSharedGroups: ArnLike',
  'SetUpAKeyThatHasNoAliasYet: Null',
  'TagTheConnection: Null',
  'UseTheKeysOfTheArtifacts: ForAnyValue:StringEquals',
];

test('a key that is missing opens nothing, but where it is said why', () => {
  const found = FILES.flatMap((document) => allows(document)).flatMap(({ Sid, Condition }) =>
    Object.keys(Condition ?? {})
      .filter((operator) => operator !== 'StringEquals')
      .map((operator) => `${Sid}: ${operator}`),
  );
  expect(found.sort()).toEqual(OTHER_OPERATORS);
});

test.each(['slipway/images', 'your-org/slipway', 'your-org/slipway-images', 'your-org/image-distribution'])(
  'the repository %s is written as it is, whatever the distribution is called',
  (repository) => {
    const { content } = managedPolicy(
      'permissions-boundary',
      here,
      { name: 'acme', source: { repository } },
      [here],
    );
    const [reads] = content.Statement.filter(({ Sid }) => Sid === 'ReadTheSource');
    expect(reads.Condition?.StringEquals['codeconnections:FullRepositoryId']).toBe(repository);
  },
);

test('nothing on the execution role reaches what guards it', () => {
  const documents = documentsFor(here, [here]).filter((name) => name.startsWith('cloudformation-execution'));
  const resources = documents.flatMap((name) => allows(name)).flatMap(({ Resource }) => Resource);
  expect(resources.length).toBeGreaterThan(10);
  for (const resource of resources) {
    expect(resource).not.toMatch(/:policy\/(?!slipway\/)|:user\/|role\/cdk-|role\/\*|stack\//);
  }
});

test('where the pipeline only keeps a bucket, CloudFormation may make the bucket and its key, and nothing else', () => {
  const all = environmentsOfCase('with a stage in another account and region');
  const support = all.find(({ hasArtifacts, hasPipeline }) => hasArtifacts && !hasPipeline);
  const documents = documentsFor(support!, all).filter((name) => name.startsWith('cloudformation-execution'));
  const actions = documents
    .flatMap((name) => managedPolicy(name, support!, SLIPWAY, all).content.Statement)
    .flatMap(({ Action }) => Action);
  expect([...new Set(actions.map((action) => action.split(':')[0]))].sort()).toEqual(['kms', 's3', 'ssm']);
  expect(actions).toEqual(expect.arrayContaining(['s3:CreateBucket', 's3:DeleteBucket', 'kms:PutKeyPolicy']));
});

test('the boundary of users has the registries in each region of the account', () => {
  const all = environmentsOfCase('with a stage in another region');
  expect(all).toHaveLength(2);
  for (const environment of all) {
    const resources = managedPolicy('user-boundary', environment, SLIPWAY, all)
      .content.Statement.flatMap(({ Resource }) => Resource)
      .filter((arn) => arn.includes(':ecr:'));
    expect(resources).toEqual([
      'arn:aws:ecr:eu-west-1:111111111111:repository/slipway/*',
      'arn:aws:ecr:eu-central-1:111111111111:repository/slipway/*',
    ]);
  }
});

test('one policy lets the operator deploy, and see how it goes, in each region of the account', () => {
  const all = environmentsOfCase('with a stage in another region');
  const [home, support] = all;
  expect(documentsFor(support, all)).not.toContain('deployment');
  const resources = managedPolicy('deployment', home, SLIPWAY, all).content.Statement.flatMap(
    ({ Resource }) => Resource,
  );
  for (const region of ['eu-west-1', 'eu-central-1']) {
    for (const arn of [
      `arn:aws:cloudformation:${region}:111111111111:stack/*`,
      `arn:aws:iam::111111111111:role/cdk-slipway-deploy-role-111111111111-${region}`,
      `arn:aws:iam::111111111111:role/cdk-slipway-review-role-111111111111-${region}`,
      `arn:aws:iam::111111111111:role/cdk-slipway-file-publishing-role-111111111111-${region}`,
    ])
      expect(resources).toContain(arn);
  }
  expect(resources.filter((arn) => arn.endsWith('stack/PipelineStack/*'))).toHaveLength(1);
});

test("the pipeline's roles deploy in every environment and review Release, others' roles their own", () => {
  const all = environmentsOfCase('with a stage in another account and region');
  const assumed = (environment: Environment) =>
    managedPolicy('permissions-boundary', environment, SLIPWAY, all)
      .content.Statement.filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'))
      .flatMap(({ Resource }) => Resource)
      .map((arn) => arn.split(':').slice(4).join(':'))
      .filter((arn) => arn.includes('cdk-'));
  expect(assumed(all[0])).toEqual([
    '111111111111:role/cdk-slipway-deploy-role-111111111111-eu-west-1',
    '222222222222:role/cdk-slipway-deploy-role-222222222222-eu-central-1',
    '111111111111:role/cdk-slipway-deploy-role-111111111111-eu-central-1',
    '222222222222:role/cdk-slipway-review-role-222222222222-eu-central-1',
    '111111111111:role/cdk-slipway-file-publishing-role-111111111111-eu-west-1',
    '111111111111:role/cdk-slipway-file-publishing-role-111111111111-eu-central-1',
  ]);
  expect(assumed(all[1])).toEqual([
    '222222222222:role/cdk-slipway-deploy-role-222222222222-eu-central-1',
    '222222222222:role/cdk-slipway-review-role-222222222222-eu-central-1',
    '222222222222:role/cdk-slipway-file-publishing-role-222222222222-eu-central-1',
  ]);
});
