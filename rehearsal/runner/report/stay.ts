import { Distribution } from '../../../lib/config';

/** What can be done while the account stays, and how it ends. */
export function stayMessage({ name, source: { branch } }: Pick<Distribution, 'name' | 'source'>): string {
  return `
The account and the pipeline stay until Ctrl-C. In another shell, from here:

  . .rehearsal/env.sh    # the operator: aws, npm run review -- --deployed
  git clone .rehearsal/source.git ../source

A push from there to ${branch} starts the pipeline. Its approval is not asked for
here: an approver answers it, as on AWS.

  . .rehearsal/approver.env.sh
  npm run approve        # or by the AWS CLI alone:
  token=$(aws codepipeline get-pipeline-state --name ${name} --output text \\
    --query "stageStates[].actionStates[] | \\
      [?actionName=='Approve'].latestExecution.token")
  aws codepipeline put-approval-result --pipeline-name ${name} \\
    --stage-name Release --action-name Approve --token "$token" \\
    --result status=Approved,summary='Looks right'`;
}
