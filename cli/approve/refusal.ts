import { Caller } from '../shared/caller';

/** What IAM says of a call that it refuses. */
const REFUSED = /not authorized to perform: ([\w-]+:\w+) on resource: (\S+)/;

/** Does something as an approver, and says in other words than AWS's why that is not possible. */
export async function withHelp<T>({ arn, account, region }: Caller, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'PipelineNotFoundException') {
      throw new Error(
        `there is no such pipeline in account ${account}, region ${region} (${message}); say --profile NAME of the pipeline's account, and 'pipeline.region' in distribution.config.ts if it is in another region`,
        { cause: error },
      );
    }
    const [, action, resource] = REFUSED.exec(message) ?? [];
    if (!name.startsWith('AccessDenied') || !action) throw error;
    throw new Error(
      `${arn} lacks the permission ${action} on ${resource}, which approvers have; ask an administrator to add you to the approvers' group (docs/access.md)`,
      { cause: error },
    );
  }
}
