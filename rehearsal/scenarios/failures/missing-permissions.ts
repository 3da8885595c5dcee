import distribution from '../../../distribution.config';
import { changeRegistries } from '../../source/changes';
import { revokePermission } from '../../failures/revoke-permission';
import { contentsOf } from '../../observe/stacks';
import { toolkitName } from '../../actors/toolkit-name';
import { failureOf } from '../../observe/pipeline/follow-execution';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';
import { pipelineRoleName } from '../../../lib/names';

const { name } = distribution;

const USE = 'codeconnections:UseConnection';

/** Whose names carry the account and region too. */
const TOOLKIT_ROLES = ['deploy-role', 'cfn-exec-role'];

/** Which other role lacks which permission, in the order in which a release needs them, and what fails. */
const CASES = [
  { role: pipelineRoleName(name, 'synth'), permission: 's3:GetObject', stage: 'Build' },
  { role: pipelineRoleName(name, 'selfupdate'), permission: 'sts:AssumeRole', stage: 'UpdatePipeline' },
  { role: 'deploy-role', permission: 'cloudformation:UpdateStack', stage: 'Development' },
  { role: 'cfn-exec-role', permission: 'iam:UpdateRole', stage: 'Development' },
];

/** A missing permission fails its action by name, changes nothing, and the retry goes on. */
export const missingPermissions: Scenario = {
  name: 'missing-permissions',
  summary:
    'A role that lacks a permission fails its action, which names the permission; nothing is half done',
  begins: 'released',

  async run(rehearsal) {
    const { account, pipeline, workTree } = rehearsal;
    const stages = async () => {
      const both = [await rehearsal.stage('Development'), await rehearsal.stage('Master')];
      return both.map(contentsOf);
    };
    const before = await stages();
    await changeRegistries(workTree, 'missing-permissions');
    const restoreSource = await revokePermission(account, `${name}-source`, USE);
    const restores: (() => Promise<void>)[] = [];
    for (const { role, permission } of CASES) {
      const roleName = TOOLKIT_ROLES.includes(role) ? toolkitName(account, role) : role;
      restores.push(await revokePermission(account, roleName, permission));
    }

    const [{ pipelineExecutionId: last }] = await pipeline.executions();
    const commit = await rehearsal.push('A change for which many permissions are missing');
    const id = await pipeline.executionAfter(last);
    expectMatch(`what is said without ${USE}`, await failureOf(pipeline, id), new RegExp(USE));
    await restoreSource();
    await rehearsal.operator.retryExecution(id, 'Source');
    for (const [index, { permission, stage }] of CASES.entries()) {
      const found = await rehearsal.releaseFails(commit);
      expectMatch(
        `what is said without ${permission}`,
        found,
        new RegExp(`^${stage}\\S* › [^]*${permission}`, 'm'),
      );
      expectEqual('Development and Master', await stages(), before);
      await restores[index]();
      await rehearsal.operator.retry(commit, stage);
    }
    await rehearsal.releases(commit);
  },
};
