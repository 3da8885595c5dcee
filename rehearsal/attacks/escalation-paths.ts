import {
  CreatePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  paginateListPolicies,
} from '@aws-sdk/client-iam';
import distribution from '../../distribution.config';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { TOOLKIT_PREFIX, TOOLKIT_STACK, pipelineRoleName } from '../../lib/names';
import { toolkitName } from '../actors/toolkit-name';
import { readRegistries } from '../permissions/registries';
import { groupAttempts, undoGroupAttempts } from './catalogues/iam-groups';
import { policyAttempts } from './catalogues/iam-policies';
import { roleAttempts } from './catalogues/iam-roles';
import { IamTargets } from './catalogues/iam-targets';
import { userAttempts } from './catalogues/iam-users';
import { otherPipelineAttempts } from './catalogues/other-pipeline';
import { assumedRoleAttempt, passedRoleAttempts } from './catalogues/roles';
import { stackChanges } from './catalogues/stacks';
import { Attempt, Principal } from './engine/attempt';
import { allowedByDocument, allowedByPoliciesOf } from './engine/allowed';
import { succeededFor } from './engine/succeeded';
import { distributionPrincipals } from './principals/distribution-principals';
import { document } from './targets/documents';
import { createOtherPipeline } from './targets/other-pipeline';
import { createUnrelatedResources, UnrelatedResources } from './targets/unrelated-resources';

interface PolicyDocument {
  readonly name: string;
  readonly text: string;
}

/** The ways in which a principal that deploys could become administrator, and the principals that must not. */
export class EscalationPaths {
  /** Creates the resources of others that a path could lead to, and lists the paths. */
  static async create(account: LocalAccount, operator: Credentials): Promise<EscalationPaths> {
    const iam = new IAMClient(account.sdk());
    const registries = await readRegistries(account);
    const principals = await distributionPrincipals(account, operator, registries);
    const others = await createUnrelatedResources(account);
    const otherPipeline = await createOtherPipeline(account);
    const guardArns = await toolkitPolicyArns(iam);
    const targets: IamTargets = {
      accountId: account.accountId,
      iamPath: `/${distribution.name}/`,
      boundaryArn: guardArns.find((arn) => arn.includes('permissions-boundary')) ?? '',
      guardArns,
      executionRole: toolkitName(account, 'cfn-exec-role'),
      deployRole: toolkitName(account, 'deploy-role'),
      appRole: pipelineRoleName(distribution.name, 'synth'),
      appGroup: registries[0].identities.Developers?.split('/').at(-1) ?? '',
      appPolicyArn: await createAppPolicy(iam),
      others,
    };
    const paths = [
      ...policyAttempts(targets),
      ...roleAttempts(targets),
      ...userAttempts(targets),
      ...groupAttempts(targets),
      ...deploymentPaths(account, others),
      ...otherPipelineAttempts(account, otherPipeline),
    ];
    const documents = await Promise.all(guardArns.map((arn) => readPolicy(iam, arn)));
    return new EscalationPaths(account, paths, principals, documents, targets);
  }

  private constructor(
    private readonly account: LocalAccount,
    readonly paths: readonly Required<Attempt>[],
    readonly principals: readonly Required<Principal>[],
    private readonly documents: readonly PolicyDocument[],
    private readonly targets: IamTargets,
  ) {}

  /** Paths that a policy of the toolkit allows by itself, as `policy: path`, by the account's evaluator. */
  allowedByDocuments(): Promise<string[]> {
    return forEach(this.documents, ({ text }) => allowedByDocument(this.account, text, this.paths));
  }

  /** Paths that are allowed to a principal, as `principal: path`, by the account's evaluator. */
  allowedToPrincipals(): Promise<string[]> {
    return forEach(this.principals, ({ arn }) => allowedByPoliciesOf(this.account, arn, this.paths));
  }

  /** Paths on which a principal succeeded when it tried, as `principal: path`; what that did is taken back. */
  async succeeded(): Promise<string[]> {
    const succeeded = await forEach(this.principals, (principal) =>
      succeededFor(this.account, principal, this.paths),
    );
    await undoGroupAttempts(new IAMClient(this.account.sdk()), this.targets);
    return succeeded;
  }
}

/** Paths through what deploys: stacks of others, and roles that have more permissions than the own one. */
function deploymentPaths(account: LocalAccount, others: UnrelatedResources): Required<Attempt>[] {
  const strongRoleArn = `arn:aws:iam::${account.accountId}:role/${others.roleName}`;
  return [
    ...passedRoleAttempts(strongRoleArn, distribution.name),
    ...[others.stackName, TOOLKIT_STACK].flatMap((name) => stackChanges(account, name)),
    assumedRoleAttempt("another app's deploy role", others.deployRoleArn),
    assumedRoleAttempt('a stronger role', strongRoleArn),
  ];
}

async function forEach<T extends { readonly name: string }>(
  askers: readonly T[],
  ask: (asker: T) => Promise<string[]>,
): Promise<string[]> {
  const answers: string[] = [];
  for (const asker of askers) answers.push(...(await ask(asker)).map((path) => `${asker.name}: ${path}`));
  return answers;
}

/** A managed policy like those of shared groups, attached to nothing; returns its ARN. */
async function createAppPolicy(iam: IAMClient): Promise<string> {
  const PolicyDocument = document({
    Effect: 'Allow',
    Action: 'ecr:GetAuthorizationToken',
    Resource: '*',
  });
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'escalation', Path: `/${distribution.name}/`, PolicyDocument }),
  );
  return Policy?.Arn ?? '';
}

/** A policy as it stands in the account, by its name without the account and region in it. */
async function readPolicy(iam: IAMClient, PolicyArn: string): Promise<PolicyDocument> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  const name = /cdk-[a-z0-9]+-(.+?)-\d{12}-/.exec(PolicyArn)?.[1] ?? PolicyArn;
  return { name, text: decodeURIComponent(PolicyVersion?.Document ?? '') };
}

/** ARNs of the policies that the bootstrap made. */
async function toolkitPolicyArns(client: IAMClient): Promise<string[]> {
  const arns: string[] = [];
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: 'Local' })) {
    arns.push(
      ...Policies.map(({ Arn = '' }) => Arn).filter((arn) => arn.includes(`:policy/${TOOLKIT_PREFIX}`)),
    );
  }
  return arns;
}
