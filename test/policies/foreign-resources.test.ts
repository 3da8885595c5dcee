import { IAMClient } from '@aws-sdk/client-iam';
import { environmentsOf } from '../../cli/bootstrap/settings/environments';
import { documentsFor, managedPolicy } from '../../cli/bootstrap/toolkit/policy-documents';
import { LocalAccount } from '../../emulators/account/local-account';
import { exampleDistribution } from '../lib/example-distribution';
import { openAccount, START_TIMEOUT } from '../emulators/account/support/open-account';
import type { Context } from './needed/condition-keys';
import { Question, refused } from './needed/simulate';
import { HERE } from './needed/templates';

const { account: ACCOUNT, region: REGION } = HERE;
const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const CONNECTION = arn('codeconnections', 'connection/theirs');
const BUCKET = 'arn:aws:s3:::pipelinestack-pipelineartifactsbucketaea9a052-theirs';
const KEY = arn('kms', 'key/theirs');
const PROJECT = arn('codebuild', 'project/slipway-synth');

/** Whatever a caller may say of their call. */
const SAID = {
  'aws:RequestTag/slipway:distribution': 'slipway',
  'aws:ResourceAccount': ACCOUNT,
  's3:ResourceAccount': ACCOUNT,
  ...Object.fromEntries(
    ['codeconnections', 'codestar-connections'].flatMap((service) => [
      [`${service}:FullRepositoryId`, 'your-org/image-distribution'],
      [`${service}:ProviderAction`, 'GetUploadArchiveToS3Status'],
      [`${service}:ProviderPermissionsRequired`, 'read_only'],
      [`${service}:PassedToService`, 'codepipeline.amazonaws.com'],
    ]),
  ),
};

/** With an own key for the artifacts, so that every document is there. */
const distribution = exampleDistribution({
  pipeline: HERE,
  stages: { Release: { account: '222222222222' } },
});
const all = environmentsOf(distribution, HERE);
const documents = documentsFor(all[0], all).map((document) =>
  managedPolicy(document, all[0], distribution, all),
);

let account: LocalAccount;
let iam: IAMClient;

beforeAll(async () => {
  account = await openAccount();
  iam = new IAMClient(account.sdk());
}, START_TIMEOUT);
afterAll(() => account.stop());

/** Every action of a service in any document, each asked of one resource. */
function questions(services: readonly string[], resource: string, context: Question['context']): Question[] {
  const actions = documents.flatMap(({ content }) => content.Statement).flatMap(({ Action }) => Action);
  return (
    [...new Set(actions)]
      .filter((action) => services.includes(action.split(':')[0]))
      // These have no resource, and so nothing of theirs.
      .filter((action) => !/:(CreateConnection|CreateKey|List|StartOAuth|GetI)/.test(action))
      .map((action) => ({ action, resource, context }))
  );
}

const CONNECTIONS = ['codeconnections', 'codestar-connections'];

interface OtherApp {
  readonly what: string;
  readonly services: readonly string[];
  readonly resource: string;
  readonly context: Context;
}

test.each<OtherApp>([
  {
    what: 'connection, whatever is said of its use',
    services: CONNECTIONS,
    resource: CONNECTION,
    context: SAID,
  },
  { what: 'connection, without a word', services: CONNECTIONS, resource: CONNECTION, context: {} },
  { what: "pipeline's bucket", services: ['s3'], resource: BUCKET, context: SAID },
  { what: "pipeline's artifact", services: ['s3'], resource: `${BUCKET}/theirs`, context: SAID },
  {
    what: "pipeline's key",
    services: ['kms'],
    resource: KEY,
    context: { 'kms:ResourceAliases': ['alias/pipelinestack-support-eencryptionalias1a2b3c4d'] },
  },
  { what: 'pipeline', services: ['codepipeline'], resource: arn('codepipeline', 'theirs'), context: {} },
  {
    what: "pipeline's stage",
    services: ['codepipeline'],
    resource: arn('codepipeline', 'theirs/Release'),
    context: {},
  },
])("nothing is done to another app's $what", async ({ services, resource, context }) => {
  const asked = questions(services, resource, context).filter(
    // The tag is put on at the creation: policies/README.md says why (TagTheConnection).
    ({ action }) => action !== 'codeconnections:TagResource' && action !== 'codepipeline:ListPipelines',
  );
  expect(asked.length).toBeGreaterThan(3);
  const contents = documents.map(({ content }) => JSON.stringify(content));
  expect(await refused(iam, contents, asked)).toHaveLength(asked.length);
});

test.each<Context>([
  { 'codebuild:source.location': 'https://github.com/somebody-else/private' },
  { 'codebuild:secondarySources.location': ['https://github.com/somebody-else/private'] },
])('CloudFormation makes no project with a source of its own: %j', async (context) => {
  const asked = ['codebuild:CreateProject', 'codebuild:UpdateProject'].map((action) => ({
    action,
    resource: PROJECT,
    context,
  }));
  const contents = documents.map(({ content }) => JSON.stringify(content));
  expect(await refused(iam, contents, asked)).toEqual(asked);
  const without = asked.map((question) => ({ ...question, context: {} }));
  expect(await refused(iam, contents, without)).toEqual([]);
});

describe('the rules of notices', () => {
  const telling = exampleDistribution({ pipeline: HERE, notifications: { emails: ['team@example.com'] } });
  const environments = environmentsOf(telling, HERE);
  const [{ content }] = documentsFor(environments[0], environments)
    .filter((document) => document.endsWith('notices'))
    .map((document) => managedPolicy(document, environments[0], telling, environments));
  const refusedOf = async (context: Context) => {
    const put = { action: 'events:PutRule', resource: arn('events', 'rule/slipway-notice-failed'), context };
    return (await refused(iam, [JSON.stringify(content)], [put])).length;
  };
  const scans = { 'events:source': ['aws.ecr'], 'events:detail-type': ['ECR Image Scan'] };

  test.each<{ what: string; context: Context }>([
    { what: 'of another service', context: { ...scans, 'events:source': ['aws.s3'] } },
    { what: 'of another service as well', context: { ...scans, 'events:source': ['aws.ecr', 'aws.s3'] } },
    { what: 'of another type', context: { ...scans, 'events:detail-type': ['AWS API Call via CloudTrail'] } },
    { what: 'of whatever type', context: { 'events:source': ['aws.ecr'] } },
    { what: 'of whatever service', context: { 'events:detail-type': ['ECR Image Scan'] } },
  ])('match no events $what', async ({ context }) => {
    expect(await refusedOf(context)).toBe(1);
    expect(await refusedOf(scans)).toBe(0);
  });
});
