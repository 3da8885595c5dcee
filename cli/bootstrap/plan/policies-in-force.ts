import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { PolicyDocument } from '../toolkit/policy-document';

/** A version of a managed policy. */
interface PolicyVersion {
  readonly id: string;
  readonly content: PolicyDocument;
}

/** A managed policy as the account has it, whoever wrote it. */
export interface PolicyInForce {
  readonly arn: string;

  /** The version by which AWS decides. */
  readonly inForce: PolicyVersion;

  /** Older ones, and those that were made and not put into force; the oldest first. */
  readonly others: readonly PolicyVersion[];
}

/** Those of some policies that an account has, by their ARNs. */
export async function policiesInForce(
  region: string,
  arns: readonly string[],
): Promise<Map<string, PolicyInForce>> {
  const found = await Promise.all(arns.map((arn) => policyInForce(region, arn)));
  return new Map(found.flatMap((policy) => (policy ? [[policy.arn, policy]] : [])));
}

/**
 * Reads a managed policy and all its versions.
 *
 * The template of the stack that made it does not tell what is in force: a version that is made by hand, or an
 * older one put into force again, changes nothing of the stack.
 *
 * @returns undefined if there is no such policy
 */
async function policyInForce(region: string, arn: string): Promise<PolicyInForce | undefined> {
  const iam = new IAMClient({ region });
  const read = async (id: string): Promise<PolicyVersion> => {
    const command = new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: id });
    const { PolicyVersion: { Document = '' } = {} } = await iam.send(command);
    return { id, content: JSON.parse(decodeURIComponent(Document)) as PolicyDocument };
  };
  const policy = await iam.send(new GetPolicyCommand({ PolicyArn: arn })).catch((error: Error) => {
    if (error.name === 'NoSuchEntityException' || error.name === 'NoSuchEntity') return undefined;
    throw error;
  });
  if (!policy) return undefined;
  const { DefaultVersionId = '' } = policy.Policy ?? {};
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
  const others = Versions.map(({ VersionId = '' }) => VersionId).filter((id) => id !== DefaultVersionId);
  const numbered = others.sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
  return { arn, inForce: await read(DefaultVersionId), others: await Promise.all(numbered.map(read)) };
}
