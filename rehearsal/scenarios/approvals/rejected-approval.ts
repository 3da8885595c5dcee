import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { changeRegistries } from '../../source/changes';
import { expectEqual, expectMatch } from '../../observe/expect';
import { expectRefused } from '../../observe/refusal';
import { Scenario } from '../scenario';

/** A rejected release leaves Release unchanged, says who and why, and blocks no other. */
export const rejectedApproval: Scenario = {
  name: 'rejected-approval',
  summary:
    'A rejected release changes nothing, says who rejected it and why; the next push is approved through IAM Identity Center',
  begins: 'released',

  async run(rehearsal) {
    const { pipeline, workTree } = rehearsal;
    const before = await rehearsal.stage('Release');

    await changeRegistries(workTree, 'rejected');
    const commit = await rehearsal.push('A change that is not wanted');
    await rehearsal.reject(commit);

    expectEqual('Release', await rehearsal.stage('Release'), before);
    const id = await pipeline.executionOf(commit);
    const { status } = (await pipeline.executions()).find((one) => one.pipelineExecutionId === id) ?? {};
    expectEqual('the status of the execution', status, 'Failed');
    const approval = (await pipeline.actions(id)).at(-1);
    expectMatch('who rejected it', approval?.updatedBy ?? '', /user\/approver$/);
    const result = approval?.output?.executionResult;
    expectMatch('why', `${result?.externalExecutionSummary}`, /^Rejected in the rehearsal$/);

    await changeRegistries(workTree, 'wanted');
    const wanted = await rehearsal.push('A change that is wanted');
    const pending = await rehearsal.untilApproval(wanted);
    const policy = await rehearsal.operator.accessPolicy('approvers');
    const approver = await rehearsal.administrator.createIdentityCenterApprover(policy);
    const { client, pipelineName: name } = approver.pipeline;
    await expectRefused(client.send(new StartPipelineExecutionCommand({ name })), 'AccessDeniedException');
    await approver.answer(pending, 'Approved');
    await rehearsal.expectEnd(await pipeline.executionOf(wanted), 'Succeeded');
    expectMatch('Release', JSON.stringify(await rehearsal.stage('Release')), /wanted/);
  },
};
