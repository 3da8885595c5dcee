import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
} from '@aws-sdk/client-cloudformation';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { ACCOUNT, openAccount, START_TIMEOUT } from '../../../emulators/account/support/open-account';
import { Template, TestStack } from '../../../emulators/account/support/test-stack';
import { contentsOf, Outcome, runBootstrap } from './run-bootstrap';

const TEMPLATE: Template = {
  Resources: { Topic: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'theirs' } } },
};

let account: LocalAccount;

beforeAll(async () => {
  account = await openAccount();
}, START_TIMEOUT);
afterAll(() => account.stop());

function bootstrap(): Promise<Outcome> {
  return runBootstrap(account, { caller: account.root }, '--yes');
}

test.each(['PipelineStack', 'GitHubIdentityProvider', 'SlipwayToolkit'])(
  'a stack %s of another app is refused, and left as it is',
  async (name) => {
    const theirs = new TestStack(account, undefined, name);
    expect(await theirs.create(TEMPLATE)).toBe('CREATE_COMPLETE');
    const { code, output } = await bootstrap();
    expect([code, output]).toEqual([
      1,
      expect.stringContaining(`- stack ${name} in account ${ACCOUNT}, region eu-west-1 (CREATE_COMPLETE)`),
    ]);
    expect(await contentsOf(account)).toEqual([name]);
    await theirs.delete();
  },
  START_TIMEOUT,
);

test.each(['PipelineStack', 'SlipwayToolkit'])(
  'a stack %s of another app that has only a change set yet is refused',
  async (StackName) => {
    const client = new CloudFormationClient(account.sdk());
    await client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: 'first',
        ChangeSetType: 'CREATE',
        TemplateBody: JSON.stringify(TEMPLATE),
      }),
    );
    const { code, output } = await bootstrap();
    expect([code, output]).toEqual([1, expect.stringContaining('region eu-west-1 (REVIEW_IN_PROGRESS)')]);
    expect(await contentsOf(account)).toEqual([StackName]);
    await client.send(new DeleteStackCommand({ StackName }));
  },
  START_TIMEOUT,
);

test(
  'a stack with the tag of this distribution is ours',
  async () => {
    const tags = [{ Key: 'slipway:distribution', Value: 'slipway' }];
    await new TestStack(account, undefined, 'PipelineStack', tags).create(TEMPLATE);
    expect(await bootstrap()).toMatchObject({ code: 0 });
    expect(await contentsOf(account)).toContain('SlipwayToolkit');
  },
  START_TIMEOUT,
);
