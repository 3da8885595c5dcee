import { isDeepStrictEqual } from 'node:util';
import { Compared, Comparison } from './comparison';
import { jsonDiff } from './json-diff';
import { PolicyInForce } from './policies-in-force';
import { ManagedPolicy } from '../toolkit/policy-documents';
import { logicalId } from '../toolkit/toolkit-template';

/** Versions that IAM keeps of a managed policy ("IAM and AWS STS quotas"). */
const MAX_VERSIONS = 5;

/**
 * How a managed policy stands: as it is in force, and not only as the stack's template has it.
 *
 * CloudFormation compares templates. What is changed by hand stays as long as the template does.
 */
export function comparePolicy(policy: ManagedPolicy, compared: Compared): Comparison {
  const { document, content, characters } = policy;
  const title = `policy ${document} (${characters} characters)`;
  const known = compared.current?.Resources[logicalId(document)]?.Properties.PolicyDocument;
  const found = compared.inForce.get(compared.arnOf(policy));
  if (!found && known === undefined) return { title, state: 'new' };
  if (!found) return { title, state: 'missing', hint: recreation(policy, compared) };
  if (known === undefined) return { title, state: 'in the way', hint: removal(found, compared) };

  const isRight = isDeepStrictEqual(found.inForce.content, content);
  const diff = isRight ? undefined : jsonDiff(found.inForce.content, content);
  if (!isDeepStrictEqual(known, content)) {
    const isByHand = !isDeepStrictEqual(found.inForce.content, known);
    const hint = [`${found.inForce.id} was put into force by hand; this bootstrap replaces it.`];
    return { title, state: 'changed', diff, hint: isByHand ? hint : undefined };
  }
  if (isRight) return { title, state: 'unchanged' };
  return { title, state: 'by hand', diff, hint: restoration(found, policy, compared) };
}

/** Commands that put the right version into force, and leave none of the wrong one. */
function restoration(found: PolicyInForce, policy: ManagedPolicy, { fileOf, aws }: Compared): string[] {
  const { arn, inForce, others } = found;
  const right = others.find((version) => isDeepStrictEqual(version.content, policy.content));
  const removalOf = (id: string) => aws(`iam delete-policy-version --policy-arn ${arn} --version-id ${id}`);
  const isFull = others.length + 1 >= MAX_VERSIONS;
  return [
    `${inForce.id}, which is in force, is not what CloudFormation wrote. It does not put`,
    'it back, because the template of its stack stays as it is. Do it yourself:',
    ...(right
      ? [aws(`iam set-default-policy-version --policy-arn ${arn} --version-id ${right.id}`)]
      : [
          ...(isFull ? [removalOf(others[0].id)] : []),
          aws(
            `iam create-policy-version --policy-arn ${arn} --set-as-default --policy-document 'file://${fileOf(policy)}'`,
          ),
        ]),
    removalOf(inForce.id),
  ];
}

/** Commands that make a policy again that the stack believes to have. */
function recreation(policy: ManagedPolicy, { fileOf, aws, arnOf, executionRole }: Compared): string[] {
  const { policyName, isOfExecution } = policy;
  return [
    'It was deleted by hand, and CloudFormation does not know. Make it again, and then',
    'run this again:',
    aws(`iam create-policy --policy-name ${policyName} --policy-document 'file://${fileOf(policy)}'`),
    ...(isOfExecution
      ? [aws(`iam attach-role-policy --role-name ${executionRole} --policy-arn ${arnOf(policy)}`)]
      : []),
  ];
}

function removal({ arn }: PolicyInForce, { aws }: Compared): string[] {
  return [
    'It is not of the toolkit, which cannot make a second one of that name. Delete it,',
    'if nothing of yours needs it, and then run this again:',
    aws(`iam delete-policy --policy-arn ${arn}`),
  ];
}
