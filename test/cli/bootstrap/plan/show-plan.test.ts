import { isDone, Plan, PlanProps, policyArn } from '../../../../cli/bootstrap/plan/plan';
import { PolicyInForce } from '../../../../cli/bootstrap/plan/policies-in-force';
import { PolicyDocument } from '../../../../cli/bootstrap/toolkit/policy-document';
import { showPlan } from '../../../../cli/bootstrap/plan/show-plan';
import { Template } from '../../../../cli/bootstrap/toolkit/toolkit-template';
import { home, other, plan } from './example-plan';

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const BOUNDARY = 'arn:aws:iam::111111111111:policy/cdk-slipway-permissions-boundary-111111111111-eu-west-1';

/** The account of a plan, after it was carried out. */
function carriedOut({ environment, template, trusts, policies }: Plan) {
  const inForce = policies.map((policy): [string, PolicyInForce] => {
    const arn = policyArn(policy, environment);
    return [arn, { arn, inForce: { id: 'v1', content: policy.content }, others: [] }];
  });
  const copy = JSON.parse(JSON.stringify(template)) as Template;
  return { current: { template: copy, trusts }, isStackThere: true, inForce: new Map(inForce) };
}

function shown(changes: Partial<PlanProps>): string {
  return showPlan(plan(home, changes));
}

test('in an empty account all is new', () => {
  const text = shown({});
  expect(text).toContain('stack SlipwayToolkit: create\n    new        policy permissions-boundary (');
  expect(text).toContain('\n    new        DeploymentActionRole (AWS::IAM::Role)\n');
  expect(text).not.toMatch(/^ {4}(unchanged|changed|removed)/m);
});

test('after it was carried out all is unchanged', () => {
  const account = carriedOut(plan(home));
  expect(isDone(plan(home, account))).toBe(true);
  const text = shown(account);
  expect(text).toContain('SlipwayToolkit: leave as it is\n    unchanged  policy permissions-boundary');
  expect(text).not.toMatch(/^ {4}(new|changed|removed|by hand)/m);
});

test('a stack that the CDK CLI is to deploy is made, where it is not there', () => {
  const gone = { ...carriedOut(plan(home)), isStackThere: false };
  expect(isDone(plan(home, gone))).toBe(false);
  expect(shown(gone)).toContain("  stack PipelineStack: create, with nothing in it, for 'npx cdk deploy'\n");
  expect(showPlan(plan(other))).not.toContain('PipelineStack');
});

test('what is changed is shown document by document, - as it is and + as it is to be', () => {
  const account = carriedOut(plan(home));
  const { Resources } = account.current.template;
  const document = Resources.PermissionsBoundary.Properties.PolicyDocument as PolicyDocument;
  (document.Statement[0].Action as string[]).push('ecr:DeleteRepository');
  account.inForce.set(BOUNDARY, { arn: BOUNDARY, inForce: { id: 'v3', content: document }, others: [] });
  Resources.StagingBucket.Properties.BucketName = 'another';
  const text = shown(account);
  expect(text).toContain('stack SlipwayToolkit: update');
  expect(text).toMatch(
    /^ {4}changed {4}policy permissions-boundary .*\n {6}@@ Statement > \w+ > Action\n(.*\n){0,4} {6}- {8}"ecr:DeleteRepository"$/m,
  );
  expect(text).toMatch(
    /^ {4}changed {4}StagingBucket .*\n {6}@@ Properties\n(.*\n){0,3} {6}- {4}"BucketName": "another",$/m,
  );
  expect(text.match(/^ {4}changed /gm)).toHaveLength(2);
  expect(text).not.toContain('!');
});

test('what goes is named, and so is another part of the template that changes', () => {
  const account = carriedOut(plan(home));
  const { Resources, Parameters } = account.current.template;
  Resources.Former = { Type: 'AWS::IAM::ManagedPolicy', Properties: {} };
  Parameters.BootstrapVariant.Default = 'another';
  const text = shown(account);
  expect(text).toContain('    removed    Former (AWS::IAM::ManagedPolicy)');
  expect(text).toContain("    changed    the template's Parameters\n      @@ BootstrapVariant");
});

describe('a policy that was changed by hand', () => {
  const { current, inForce } = carriedOut(plan(home));
  const right = inForce.get(BOUNDARY)?.inForce.content ?? EVERYTHING;
  const found = (changes: Partial<PolicyInForce>) =>
    new Map(inForce).set(BOUNDARY, {
      arn: BOUNDARY,
      inForce: { id: 'v2', content: EVERYTHING },
      others: [],
      ...changes,
    });

  test('a changed policy is shown with the command that puts back the right version', () => {
    const text = shown({
      current,
      inForce: found({ others: [{ id: 'v1', content: right }] }),
      profile: 'ours',
    });
    expect(text).toContain('SlipwayToolkit: leave as it is');
    expect(text).toMatch(/^ {4}by hand {4}policy permissions-boundary .*\n {6}@@ Statement > /m);
    expect(text).toContain('      -      "Action": "*",\n');
    expect(text).toContain(
      `aws iam set-default-policy-version --policy-arn ${BOUNDARY} --version-id v1 --profile ours\n`,
    );
    expect(text).toContain(
      `aws iam delete-policy-version --policy-arn ${BOUNDARY} --version-id v2 --profile ours\n`,
    );
  });

  test('a changed policy is made anew if no version is right, after room was made for it', () => {
    const command = `aws iam create-policy-version --policy-arn ${BOUNDARY} --set-as-default --policy-document 'file:///out/cdk-slipway-permissions-boundary-111111111111-eu-west-1.json'`;
    const wrong = (id: string) => ({ id, content: EVERYTHING });
    expect(shown({ current, inForce: found({}) })).toContain(`${command}\n`);
    const full = found({ inForce: wrong('v7'), others: ['v3', 'v4', 'v5', 'v6'].map(wrong) });
    expect(shown({ current, inForce: full })).toMatch(
      /--version-id v3\n.*create-policy-version .*\n.* --version-id v7\n/,
    );
  });

  test('a changed policy is put right by the bootstrap, if its document changes too', () => {
    const changed = JSON.parse(JSON.stringify(current)) as typeof current;
    changed.template.Resources.PermissionsBoundary.Properties.PolicyDocument = {};
    const text = shown({ current: changed, inForce: found({}) });
    expect(text).toMatch(/^ {4}changed {4}policy permissions-boundary/m);
    expect(text).toContain('! v2 was put into force by hand; this bootstrap replaces it.');
  });
});

test('a policy that was deleted by hand, and one that is in the way, are said with what to do', () => {
  const { current, inForce } = carriedOut(plan(home));
  inForce.delete(BOUNDARY);
  expect(shown({ current, inForce })).toMatch(
    /missing {4}policy permissions-boundary .*\n(.*\n){2}.*aws iam create-policy --policy-name cdk-slipway-permissions-boundary/,
  );
  const leftOver = carriedOut(plan(home)).inForce;
  expect(shown({ inForce: leftOver })).toContain(`aws iam delete-policy --policy-arn ${BOUNDARY}`);
});

test('lines fit a terminal of 80 columns where names allow it', () => {
  const lines = [plan(home), plan(other)].flatMap((one) => showPlan(one).split('\n'));
  const long = lines.filter((line) => line.length > 80);
  expect(long.filter((line) => !/ {6}--/.test(line))).toEqual([]);
});
