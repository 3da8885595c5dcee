import { CodePipelineClient, GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { APPROVE_ACTION, approverPolicy } from '../../lib/access/approver-policy';
import { Distribution } from '../../lib/config';
import { environmentsOf } from '../bootstrap/settings/environments';
import { managedPolicy } from '../bootstrap/toolkit/policy-documents';
import { readCaller } from '../shared/caller';

/** A document as IAM takes it. */
interface Document {
  readonly Version: string;
  readonly Statement: readonly object[];
}

/**
 * What a member of the approvers' group may do, for a role.
 *
 * Where the approval is, the pipeline says: `Release`, or `Release.1` where Release takes several stages.
 *
 * @throws Error when the pipeline has no approval
 */
export async function approversPolicy({ name }: Distribution): Promise<Document> {
  const { account, partition, region } = await readCaller();
  const { stageStates = [] } = await new CodePipelineClient({}).send(new GetPipelineStateCommand({ name }));
  const stage = stageStates.find(({ actionStates = [] }) =>
    actionStates.some(({ actionName }) => actionName === APPROVE_ACTION),
  );
  if (!stage?.stageName) {
    throw new Error(
      `the pipeline ${name} has no action ${APPROVE_ACTION}, expected one before Release: deploy it again with 'npx cdk deploy PipelineStack'`,
    );
  }
  const statements = approverPolicy({ partition, region, account, name }, stage.stageName);
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ actions, resources }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
    })),
  };
}

/**
 * What an operator may do, for a role: the same as the policy that the bootstrap has made.
 *
 * @throws Error when the caller is not in the pipeline's account
 */
export async function operatorsPolicy(distribution: Distribution): Promise<Document> {
  const caller = await readCaller();
  const all = environmentsOf(distribution, caller);
  const [home] = all.filter(({ hasPipeline }) => hasPipeline);
  if (home.account !== caller.account) {
    throw new Error(
      `these credentials are of account ${caller.account}, expected those of the pipeline's, ${home.account}: say --profile NAME`,
    );
  }
  return managedPolicy('deployment', home, distribution, all).content;
}
