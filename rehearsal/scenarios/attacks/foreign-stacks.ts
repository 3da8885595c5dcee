import { PIPELINE_STACK, PROVIDER_STACK } from '../../../lib/names';
import { assumeRole } from '../../actors/sessions/assume-role';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { stackAttempts } from '../../attacks/catalogues/stacks';
import { succeededFor } from '../../attacks/engine/succeeded';
import {
  createStacksOfAnotherTeam,
  readChangeSets,
  readTemplates,
} from '../../attacks/targets/stacks-of-another-team';
import { expectEqual, expectFailure } from '../../observe/expect';
import { Scenario } from '../scenario';

const STACKS = [PIPELINE_STACK, PROVIDER_STACK];

/** Stacks of another app that are called as ours are not ours, and stay as they are. */
export const foreignStacks: Scenario = {
  name: 'foreign-stacks',
  summary:
    "Another app's PipelineStack, with an administrator's service role: refused by every way that deploys",
  begins: 'empty',

  async run(rehearsal) {
    const { account } = rehearsal;
    await rehearsal.administrator.bootstrap();
    await rehearsal.createOperator();
    await rehearsal.administrator.deleteStack(PIPELINE_STACK);
    await rehearsal.step('Another team creates stacks of our names, under an administrator', () =>
      createStacksOfAnotherTeam(account, STACKS),
    );
    const before = await readTemplates(account, STACKS);

    await rehearsal.step('Our deploy role tries them', async (display) => {
      const roleArn = toolkitRoleArn(account, 'deploy');
      const credentials = await assumeRole(account, roleArn, rehearsal.operator.credentials);
      const attempts = STACKS.flatMap((name) => stackAttempts(account, name, 'theirs'));
      const succeeded = await succeededFor(account, { name: 'deploy', credentials }, attempts);
      expectEqual('what it did to their stacks', succeeded, []);
      display.line(`${attempts.length} attempts, all refused`);
    });
    await expectFailure(
      rehearsal.operator.deployPipeline(),
      /not authorized to perform: cloudformation:\w+ on resource: \S+stack\/PipelineStack\//,
    );
    await expectFailure(rehearsal.administrator.bootstrap(), /PipelineStack[^]*belongs to another app/);
    expectEqual('the templates', await readTemplates(account, STACKS), before);
    for (const name of STACKS) {
      expectEqual(`the change sets of ${name}`, await readChangeSets(account, name), ['theirs']);
    }
  },
};
