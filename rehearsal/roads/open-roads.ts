import {
  DeleteGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  paginateListPolicies,
} from '@aws-sdk/client-iam';
import distribution from '../../distribution.config';
import { Credentials, LocalAccount } from '../account/local-account';
import { policyDocument } from '../iam-users';
import { readRegistries } from '../permissions/registries';
import { createBystanders } from './bystanders';
import { deploymentRoads } from './deployment-roads';
import { identityRoads } from './identity-roads';
import { goneBy, openByDocument, openToPrincipal } from './try-roads';
import { travellers } from './travellers';

/** Which roads are open, as `who: road`, by the evaluator's decision and by trying. */
export interface OpenRoads {
  readonly asked: number;
  readonly byDocument: readonly string[];
  readonly byDecision: readonly string[];
  readonly byTrying: readonly string[];
}

/** Decides every road against every document and role, and has each role try it. */
export async function openRoads(account: LocalAccount, operator: Credentials): Promise<OpenRoads> {
  const { accountId, region } = account;
  const iam = new IAMClient(account.sdk());
  const registries = await readRegistries(account);
  const everybody = await travellers(account, operator, registries);
  const bystanders = await createBystanders(account);
  const guardArns = await ownPolicies(iam);
  const appGroup = registries[0].identities.Developers?.split('/').at(-1) ?? '';
  const roads = [
    ...identityRoads(
      {
        accountId,
        iamPath: `/${distribution.name}/`,
        boundaryArn: guardArns.find((arn) => arn.includes('permissions-boundary')) ?? '',
        guardArns,
        executionRole: `cdk-slipway-cfn-exec-role-${accountId}-${region}`,
        deployRole: `cdk-slipway-deploy-role-${accountId}-${region}`,
        appRole: `${distribution.name}-synth`,
        appGroup,
      },
      bystanders,
    ),
    ...deploymentRoads(
      { accountId, region, pipelineName: distribution.name, toolkitStack: 'SlipwayToolkit' },
      bystanders,
    ),
  ];

  const documents = [
    { name: 'deployment', text: await policyDocument(account, 'deployment.json') },
    ...(await Promise.all(guardArns.map((arn) => readPolicy(iam, arn)))),
  ];
  const byDocument = await Promise.all(
    documents.map(async ({ name, text }) => {
      const open = await openByDocument(account, text, roads);
      return open.map((road) => `${name}: ${road}`);
    }),
  );
  const byDecision: string[] = [];
  const byTrying: string[] = [];
  for (const traveller of everybody) {
    const decided = await openToPrincipal(account, traveller, roads);
    byDecision.push(...decided.map((name) => `${traveller.name}: ${name}`));
    const gone = await goneBy(account, traveller, roads);
    byTrying.push(...gone.map((name) => `${traveller.name}: ${name}`));
  }
  await iam.send(new DeleteGroupPolicyCommand({ GroupName: appGroup, PolicyName: 'road' }));
  const asked = roads.length * (documents.length + 2 * everybody.length);
  return { asked, byDocument: byDocument.flat(), byDecision, byTrying };
}

/** A policy as it stands in the account, by its name without what says where it stands. */
async function readPolicy(iam: IAMClient, PolicyArn: string): Promise<{ name: string; text: string }> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  const name = /cdk-[a-z0-9]+-(.+?)-\d{12}-/.exec(PolicyArn)?.[1] ?? PolicyArn;
  return { name, text: decodeURIComponent(PolicyVersion?.Document ?? '') };
}

/** ARNs of the policies that the bootstrap made. */
async function ownPolicies(client: IAMClient): Promise<string[]> {
  const arns: string[] = [];
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: 'Local' })) {
    arns.push(...Policies.map(({ Arn = '' }) => Arn).filter((arn) => arn.includes(':policy/cdk-slipway-')));
  }
  return arns;
}
