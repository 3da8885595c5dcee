import distribution from '../../../distribution.config';
import { changeRegistries } from '../../source/changes';
import { takeRight } from '../../failures/revoke-permission';
import { contentsOf } from '../../observe/stacks';
import { toolkitName } from '../../actors/toolkit-name';
import { failureOf } from '../../observe/follow-execution';
import { expectEqual, expectMatch, Scenario } from '../scenario';

const { name } = distribution;

const USE = 'codeconnections:UseConnection';

/** Whose names carry the account and region too. */
const TOOLKIT_ROLES = ['deploy-role', 'cfn-exec-role'];

/** Who else lacks which right, in the order in which a release needs them, and what fails for it. */
const CASES = [
  { role: `${name}-synth`, right: 's3:GetObject', stage: 'Build' },
  { role: `${name}-selfupdate`, right: 'sts:AssumeRole', stage: 'UpdatePipeline' },
  { role: 'deploy-role', right: 'cloudformation:UpdateStack', stage: 'Development' },
  { role: 'cfn-exec-role', right: 'iam:UpdateRole', stage: 'Development' },
];

/** A right that is missing fails its action by name, changes nothing, and the retry goes on. */
export const missingRights: Scenario = {
  name: 'missing-permissions',
  summary: 'A role that lacks a right fails its action, which names the right; nothing is half done',
  begins: 'released',

  async run(rehearsal) {
    const { account, pipeline, workTree } = rehearsal;
    const stages = async () => {
      const both = [await rehearsal.stage('Development'), await rehearsal.stage('Master')];
      return both.map(contentsOf);
    };
    const before = await stages();
    await changeRegistries(workTree, 'missing-rights');
    const giveSourceBack = await takeRight(account, `${name}-source`, USE);
    const given: (() => Promise<void>)[] = [];
    for (const { role, right } of CASES) {
      const roleName = TOOLKIT_ROLES.includes(role) ? toolkitName(account, role) : role;
      given.push(await takeRight(account, roleName, right));
    }

    const [{ pipelineExecutionId: last }] = await pipeline.executions();
    const commit = await rehearsal.push('A change for which many rights are missing');
    const id = await pipeline.executionAfter(last);
    expectMatch(`what is said without ${USE}`, await failureOf(pipeline, id), new RegExp(USE));
    await giveSourceBack();
    await rehearsal.operator.retryExecution(id, 'Source');
    for (const [index, { right, stage }] of CASES.entries()) {
      const found = await rehearsal.releaseFails(commit);
      expectMatch(`what is said without ${right}`, found, new RegExp(`^${stage}\\S* › [^]*${right}`, 'm'));
      expectEqual('Development and Master', await stages(), before);
      await given[index]();
      await rehearsal.operator.retry(commit, stage);
    }
    await rehearsal.releases(commit);
  },
};
