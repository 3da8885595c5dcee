import 'aws-cdk-lib/testhelpers/jest-autoclean';
import * as fs from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DistributionInput, STAGE_NAMES } from '../../../lib/config';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

/** What CloudFormation takes of a template that lies in a bucket ("AWS CloudFormation quotas"). */
const MAX_BYTES = 1_048_576;

/** What it takes of one that is sent to it in a request (same page). */
const MAX_REQUEST_BYTES = 51_200;

/** What IAM takes of a role's inline policies together ("IAM and AWS STS quotas"). */
const MAX_CHARACTERS = 10_240;

/** Images that one pipeline has room for, with names as long as they may be. */
const MAX_IMAGES = 164;

const SPREAD: Partial<DistributionInput> = {
  pipeline: { account: '111111111111', region: 'eu-west-1' },
  stages: {
    Development: { account: '222222222222', region: 'eu-central-1' },
    Master: { account: '333333333333', region: 'us-east-1' },
    Release: { account: '444444444444', region: 'ap-southeast-2' },
  },
};

interface Action {
  Name: string;
  RunOrder: number;
  Configuration: Record<string, string>;
  ActionTypeId: { Category: string; Provider: string };
}

function images(count: number, nameOf = (index: number) => `Image${index}`): DistributionInput['images'] {
  return Array.from({ length: count }, (_, index) => ({
    name: nameOf(index),
    repository: 'your-org/images',
    subject: 'classic',
  }));
}

function synthesize(changes: Partial<DistributionInput>): { app: App; stack: PipelineStack } {
  const app = exampleApp();
  return {
    app,
    stack: new PipelineStack(app, 'PipelineStack', { distribution: exampleDistribution(changes) }),
  };
}

const ofHundred = synthesize({ groups: 'shared', images: images(100) });
const hundred = Template.fromStack(ofHundred.stack);
const [pipeline] = Object.values(hundred.findResources('AWS::CodePipeline::Pipeline'));
const stages = (pipeline as { Properties: { Stages: { Name: string; Actions: Action[] }[] } }).Properties
  .Stages;
const deploying = stages.slice(3);

/** Whether a logical id is of something in a stage of Release. */
function isInRelease(logicalId: string): boolean {
  return /^PipelineRelease\d?(Review|Approve)/.test(logicalId);
}

describe('a hundred images', () => {
  test('are spread over stages that CodePipeline takes, Development before Master before Release', () => {
    expect(deploying.map(({ Name, Actions }) => [Name, Actions.length])).toEqual([
      ['Development.1', 50],
      ['Development.2', 50],
      ['Development.3', 2],
      ['Master.1', 50],
      ['Master.2', 50],
      ['Master.3', 1],
      ['Release.1', 50],
      ['Release.2', 50],
      ['Release.3', 3],
    ]);
  });

  test('each have their stack in each stage, under its name, once', () => {
    const deployed = deploying.flatMap(({ Name, Actions }) =>
      Actions.flatMap(({ Configuration: { StackName } }) =>
        StackName ? [[Name.split('.')[0], StackName]] : [],
      ),
    );
    const expected = STAGE_NAMES.flatMap((stageName) => [
      ...images(100).map(({ name }) => [stageName, `${name}${stageName}`]),
      [stageName, `SharedGroups${stageName}`],
    ]);
    expect(deployed.sort()).toEqual([['Development', 'GitHubIdentityProvider'], ...expected].sort());
  });

  test('are deployed in parallel: only the identity provider, the groups, the review and the approval go first', () => {
    const orders = deploying.map(({ Actions }) => new Set(Actions.map(({ RunOrder }) => RunOrder)).size);
    expect(orders).toEqual([2, 1, 1, 2, 1, 1, 4, 1, 1]);
    const first = (index: number, order = 1) =>
      deploying[index].Actions.filter(({ RunOrder }) => RunOrder === order).map(({ Name }) => Name);
    expect(first(0)).toEqual(['GitHubIdentityProvider.Deploy', 'SharedGroupsDevelopment.Deploy']);
    expect(first(3)).toEqual(['SharedGroupsMaster.Deploy']);
    expect([first(6), first(6, 2), first(6, 3)]).toEqual([
      ['Review'],
      ['Approve'],
      ['SharedGroupsRelease.Deploy'],
    ]);
  });

  test('wait for one approval, which stands before everything of Release', () => {
    const approvals = stages.flatMap(({ Name, Actions }) =>
      Actions.filter(({ ActionTypeId }) => ActionTypeId.Category === 'Approval').map(() => Name),
    );
    expect(approvals).toEqual(['Release.1']);
  });

  test('give what has a name in Release the ids that it has where Release is one stage', () => {
    const one = Template.fromStack(synthesize({}).stack);
    for (const type of ['AWS::IAM::Role', 'AWS::CodeBuild::Project']) {
      const named = (template: Template) => Object.keys(template.findResources(type)).filter(isInRelease);
      expect(named(one).length).toBeGreaterThan(0);
      expect(named(hundred)).toEqual(named(one));
    }
  });

  test('leave room in the templates of the groups that they share, as they are sent in a request', () => {
    for (const stageName of STAGE_NAMES) {
      const stage = ofHundred.app.synth().getNestedAssembly(`assembly-PipelineStack-${stageName}`);
      const { templateFullPath } = stage.getStackByName(`SharedGroups${stageName}`);
      expect(fs.statSync(templateFullPath).size).toBeLessThan(MAX_REQUEST_BYTES);
    }
  });

  test('leave the approvers the permission to answer it', () => {
    const policies = Object.values(hundred.findResources('AWS::IAM::Policy')).map((one) =>
      JSON.stringify(one),
    );
    const [permissions] = policies.filter((policy) => policy.includes('PutApprovalResult'));
    expect(permissions).toContain(':slipway/Release.1/Approve"');
  });
});

interface RoleResource {
  Properties: { RoleName: string };
}

interface PolicyResource {
  Properties: { Roles?: { Ref: string }[]; PolicyDocument: object };
}

test('the roles of the pipeline, which have names of their own, stay the same resources when images become many', () => {
  const idsOf = (template: Template) =>
    Object.entries(template.findResources('AWS::IAM::Role'))
      .map(([id, role]) => [id, (role as RoleResource).Properties.RoleName])
      .sort();
  expect(idsOf(hundred)).toEqual(idsOf(Template.fromStack(synthesize({}).stack)));
});

describe('as many images as there may be, with the longest names, all over the world', () => {
  const longest = images(MAX_IMAGES, (index) => `A${'b'.repeat(60)}${String(index).padStart(3, '0')}`);
  const { app, stack } = synthesize({
    ...SPREAD,
    identityProvider: 'existing',
    groups: 'shared',
    images: longest,
  });
  const assembly = app.synth();

  test("leave room in the pipeline's template", () => {
    const { templateFullPath } = assembly.getStackByName(stack.stackName);
    expect(fs.statSync(templateFullPath).size).toBeLessThan(MAX_BYTES);
  });

  test("leave room in the inline policies of the pipeline's roles", () => {
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const characters = new Map<string, number>();
    for (const policy of policies as PolicyResource[]) {
      for (const { Ref } of policy.Properties.Roles ?? []) {
        const size = JSON.stringify(stack.resolve(policy.Properties.PolicyDocument)).length;
        characters.set(Ref, (characters.get(Ref) ?? 0) + size);
      }
    }
    expect(characters.size).toBeGreaterThan(4);
    expect(Math.max(...characters.values())).toBeLessThan(MAX_CHARACTERS);
  });
});
