import { CreatePolicyCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { DescribeStackResourcesCommand, CloudFormationClient } from '@aws-sdk/client-cloudformation';
import * as fc from 'fast-check';
import { ECR_ACTIONS } from '../../../lib/access/ecr-actions';
import { githubSubjects } from '../../../lib/access/github-subjects';
import type { DistributionInput, ImageInput, StageName } from '../../../lib/config';
import { STAGE_NAMES } from '../../../lib/config';
import { Comparison } from '../../../lib/review/comparison';
import { accessDifferences } from '../../../lib/review/permissions/access-changes';
import { changeText, review, ReviewedStack } from '../../../lib/review';
import { LocalAccount } from '../../../emulators/account/local-account';
import { ECR_ACTIONS as KNOWN_TO_THE_SDK } from '../../../rehearsal/permissions/ecr-actions';
import { GitHubJob } from '../../../rehearsal/actors/github-job';
import { allow } from '../../emulators/account/support/policy';
import { newAccountNumber, openAccount, START_TIMEOUT } from '../../emulators/account/support/open-account';
import { TestStack, Template } from '../../emulators/account/support/test-stack';
import { exampleDistribution } from '../../lib/example-distribution';
import { edited, EditableTemplate, state, statementsOf } from '../../lib/review/states';

/** So many pairs of states are drawn: each is deployed. */
const RUNS = 4;

const IMAGES: readonly ImageInput[] = [
  { name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 1, repositoryId: 2 },
  { name: 'Other', repository: 'your-org/other', subject: 'classic' },
];

/** Statements that a commit may add somewhere, with all that decides in IAM. */
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  actions: fc.record({
    element: fc.constantFrom('Action', 'Action', 'NotAction'),
    values: fc.uniqueArray(
      fc.constantFrom(
        'ecr:*',
        'ecr:Get*',
        'ecr:*Image',
        'ecr:PutImage',
        'ECR:listimages',
        'ecr:Delete?e*',
        '*',
        'iam:PassRole',
      ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  resources: fc.uniqueArray(
    fc.constantFrom(
      '*',
      'arn:aws:ecr:*:*:repository/slipway/*',
      'arn:aws:ecr:*:*:repository/slipway/*/release',
      'arn:aws:ecr:*:*:repository/slipway/other/master',
      'arn:aws:ecr:us-east-1:*:repository/*',
    ),
    { minLength: 1, maxLength: 2 },
  ),
});

const addition = fc.record({
  stage: fc.constantFrom<StageName>(...STAGE_NAMES),
  policy: fc.constantFrom(
    'DeveloperGroupDefaultPolicy',
    'EndUserGroupDefaultPolicy',
    'GitHubRoleDefaultPolicy',
  ),
  statement: statement.map(({ Effect, actions, resources }) => ({
    Effect,
    [actions.element]: actions.values,
    Resource: resources,
  })),
});

const configuration = fc.record({
  images: fc.subarray([...IMAGES], { minLength: 1 }),
  retired: fc.boolean(),
  subject: fc.constantFrom('classic' as const, 'immutable' as const, undefined),
  groups: fc.constantFrom('per-image' as const, 'shared' as const),
  environment: fc.constantFrom('Release', 'prod'),
  additions: fc.array(addition, { maxLength: 4 }),
});

type Drawn = typeof configuration extends fc.Arbitrary<infer T> ? T : never;

function inputOf({ images, retired, subject, groups, environment }: Drawn): Partial<DistributionInput> {
  const [first, ...others] = images;
  const changed = first.ownerId === undefined ? { ...first, retired } : { ...first, retired, subject };
  return { images: [changed, ...others], groups, stages: { Release: { environment } } };
}

/** The registries' stacks as a commit would deliver them. */
function stacksOf(drawn: Drawn): ReviewedStack[] {
  const stacks = state(inputOf(drawn)).filter(({ stage }) => stage !== 'Pipeline');
  return drawn.additions
    .reduce(
      (all, { stage, policy, statement: added }) =>
        edited(all, `SampleImage${stage}`, (template: EditableTemplate) => {
          const found = Object.keys(template.Resources).find((id) => id.startsWith(policy));
          if (found) statementsOf(template.Resources[found]).push(added);
        }),
      stacks,
    )
    .map((stack) => ({ ...stack, region: 'eu-west-1' }));
}

/** What is allowed to whom, each as one text. */
type Allowed = ReadonlySet<string>;

class Deployed {
  private constructor(
    private readonly account: LocalAccount,
    private readonly stacks: readonly ReviewedStack[],
  ) {}

  static async make(stacks: readonly ReviewedStack[]): Promise<Deployed> {
    const account = await openAccount(undefined, newAccountNumber());
    // The bootstrap's, which every push role has; what it takes away is no matter of a template.
    const PolicyName = `cdk-slipway-permissions-boundary-${account.accountId}-eu-west-1`;
    await new IAMClient(account.sdk()).send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument: allow('*', '*') }),
    );
    for (const { name, template } of stacks)
      await new TestStack(account, undefined, name).make({ Resources: template.Resources } as Template);
    return new Deployed(account, stacks);
  }

  /** Decides every action of ECR for each group and role on each repository of both states. */
  async decide(repositories: readonly string[]): Promise<Allowed> {
    const iam = new IAMClient(this.account.sdk());
    const all = await Promise.all(
      (await this.principals()).map(async ({ key, arn }) => {
        const arns = repositories.map(
          (name) => `arn:aws:ecr:eu-west-1:${this.account.accountId}:repository/${name}`,
        );
        const { EvaluationResults = [] } = await iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: arn,
            ActionNames: [...ECR_ACTIONS],
            ResourceArns: arns,
          }),
        );
        const allowed = EvaluationResults.filter(({ EvalDecision }) => EvalDecision === 'allowed');
        return allowed.map(
          ({ EvalActionName, EvalResourceName }) =>
            `${key} ${EvalActionName} ${EvalResourceName?.split(':repository/')[1]}`,
        );
      }),
    );
    return new Set(all.flat());
  }

  /** Which tokens of GitHub open which push role. */
  async trust(subjects: readonly string[]): Promise<Allowed> {
    const roles = (await this.principals()).filter(({ isRole }) => isRole);
    const all = await Promise.all(
      roles.flatMap(({ stack, arn }) =>
        subjects.map(async (sub) =>
          (await new GitHubJob(this.account, { sub }).mayAssume(arn)) ? `${stack} ${sub}` : undefined,
        ),
      ),
    );
    return new Set(all.filter((found) => found !== undefined));
  }

  private async principals() {
    const client = new CloudFormationClient(this.account.sdk());
    const all = await Promise.all(
      this.stacks.map(async ({ name, stage }) => {
        const { StackResources = [] } = await client.send(
          new DescribeStackResourcesCommand({ StackName: name }),
        );
        return StackResources.filter(({ ResourceType = '' }) =>
          ['AWS::IAM::Group', 'AWS::IAM::Role'].includes(ResourceType),
        ).map(({ LogicalResourceId, PhysicalResourceId, ResourceType }) => {
          const isRole = ResourceType === 'AWS::IAM::Role';
          return {
            key: `${stage}/${name}/${LogicalResourceId}`,
            stack: name,
            isRole,
            arn: `arn:aws:iam::${this.account.accountId}:${isRole ? 'role' : 'group'}/slipway/${PhysicalResourceId}`,
          };
        });
      }),
    );
    return all.flat();
  }
}

/** What the review finds that is gained and lost, in the same words as the account's decisions. */
function found(
  before: readonly ReviewedStack[],
  after: readonly ReviewedStack[],
  repositories: readonly string[],
) {
  const result = { gained: new Set<string>(), lost: new Set<string>() };
  for (const { was, is, found: differences } of accessDifferences(new Comparison(before, after))) {
    const { stack, logicalId } = is ?? was ?? {};
    for (const { action, resource, gained, lost } of differences) {
      const isAuthorize = action === 'ecr:GetAuthorizationToken' && resource === '*';
      const names = isAuthorize
        ? repositories
        : [resource.split(':repository/')[1]].filter((name) => repositories.includes(name));
      for (const name of names) {
        const text = `${stack?.stage}/${stack?.name}/${logicalId} ${action} ${name}`;
        if (!ECR_ACTIONS.includes(action)) continue;
        if (gained.length > 0) result.gained.add(text);
        else if (lost.length > 0) result.lost.add(text);
      }
    }
  }
  return result;
}

const minus = (one: Allowed, other: Allowed) => [...one].filter((text) => !other.has(text)).sort();

test('the actions of ECR that a wildcard reaches are those that the SDK knows', () => {
  expect(ECR_ACTIONS).toEqual(KNOWN_TO_THE_SDK);
});

test(
  'what the review finds is what the policy evaluator of the account decides otherwise, of any two states',
  async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(configuration, configuration, async (one, other) => {
        const [before, next] = [stacksOf(one), stacksOf(other)];
        // The pipeline deletes no stack.
        const kept = before.filter(({ name }) => next.every((stack) => stack.name !== name));
        const after = [...kept, ...next];
        const { registriesBefore, registriesAfter } = new Comparison(before, after);
        const repositories = [
          ...new Set([...registriesBefore.values(), ...registriesAfter.values()].map(({ name }) => name)),
        ];
        const [was, is] = await Promise.all([before, after].map((stacks) => Deployed.make(stacks)));
        const [allowedBefore, allowedAfter] = await Promise.all(
          [was, is].map((deployed) => deployed.decide(repositories)),
        );
        const { gained, lost } = found(before, after, repositories);
        expect([...gained].sort()).toEqual(minus(allowedAfter, allowedBefore));
        expect([...lost].sort()).toEqual(minus(allowedBefore, allowedAfter));
        changed += gained.size + lost.size;

        const subjects = [one, other].flatMap((drawn) =>
          exampleDistribution(inputOf(drawn)).images.flatMap((image) =>
            ['Development', 'Master', 'Release', 'prod', 'x'].flatMap((environment) =>
              githubSubjects(image, environment),
            ),
          ),
        );
        const [trustedBefore, trustedAfter] = await Promise.all(
          [was, is].map((deployed) => deployed.trust([...new Set(subjects)])),
        );
        const said = review(before, next).changes.filter(({ kind }) => kind === 'trust');
        const text = (severity: string) =>
          said
            .filter((change) => change.severity === severity)
            .map((change) => `${change.stage} ${changeText(change)}`)
            .sort();
        const words = (verb: string) => (entry: string) => {
          const [stack, sub] = entry.split(/ (.*)/s);
          const stage = STAGE_NAMES.find((name) => stack.endsWith(name)) ?? '';
          return `${stage} GitHub jobs with the subject ${sub} may ${verb} the push role of ${stack.slice(0, -stage.length)}`;
        };
        expect(text('widened')).toEqual(minus(trustedAfter, trustedBefore).map(words('assume')).sort());
        expect(text('narrowed')).toEqual(
          minus(trustedBefore, trustedAfter).map(words('no longer assume')).sort(),
        );
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(0);
  },
  START_TIMEOUT * 3,
);
