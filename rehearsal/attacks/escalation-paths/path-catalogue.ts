import {
  CreatePolicyCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  paginateListPolicies,
} from '@aws-sdk/client-iam';
import distribution from '../../../distribution.config';
import { Credentials, LocalAccount } from '../../../emulators/account/local-account';
import { readRegistries } from '../../permissions/registries';
import { createBystanders, document } from './unrelated-resources';
import { deploymentRoads } from './deployment-paths';
import { identityRoads } from './identity-paths';
import { otherAppRoads } from './other-app-paths';
import { createOtherApps } from './other-apps';
import { Road } from './escalation-path';
import { goneBy, openByDocument, openToPrincipal } from './try-paths';
import { Traveller, travellers } from './principals';
import { TOOLKIT_STACK } from '../../../lib/names';
import { toolkitName, toolkitRoleArn } from '../../actors/toolkit-name';

const HARMLESS = document({ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' });

/** Every road, and everybody and every document that must not open it. */
export interface RoadMap {
  readonly account: LocalAccount;
  readonly roads: readonly Road[];
  readonly travellers: readonly Traveller[];
  readonly documents: readonly { readonly name: string; readonly text: string }[];

  /** Group of the app that some of the roads go through. */
  readonly appGroup: string;

  /** A managed policy like those of shared groups, which is on nobody. */
  readonly appPolicyArn: string;
}

/** Makes others whom a road could lead to, and lists what is to be asked. */
export async function drawRoads(account: LocalAccount, operator: Credentials): Promise<RoadMap> {
  const { accountId, region } = account;
  const iam = new IAMClient(account.sdk());
  const registries = await readRegistries(account);
  const everybody = await travellers(account, operator, registries);
  const bystanders = await createBystanders(account);
  const otherApps = await createOtherApps(account);
  const guardArns = await ownPolicies(iam);
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'road', Path: `/${distribution.name}/`, PolicyDocument: HARMLESS }),
  );
  const appPolicyArn = Policy?.Arn ?? '';
  const appGroup = registries[0].identities.Developers?.split('/').at(-1) ?? '';
  const identities = {
    accountId,
    iamPath: `/${distribution.name}/`,
    boundaryArn: guardArns.find((arn) => arn.includes('permissions-boundary')) ?? '',
    guardArns,
    executionRole: toolkitName(account, 'cfn-exec-role'),
    deployRole: toolkitName(account, 'deploy-role'),
    appRole: `${distribution.name}-synth`,
    appGroup,
    appPolicyArn,
  };
  const deployments = {
    accountId,
    region,
    pipelineName: distribution.name,
    toolkitStack: TOOLKIT_STACK,
    executionRoleArn: toolkitRoleArn(account, 'cfn-exec'),
  };
  return {
    account,
    roads: [
      ...identityRoads(identities, bystanders),
      ...deploymentRoads(deployments, bystanders),
      ...otherAppRoads(otherApps, account),
    ],
    travellers: everybody,
    documents: await Promise.all(guardArns.map((arn) => readPolicy(iam, arn))),
    appGroup,
    appPolicyArn,
  };
}

/** Roads that a document opens by itself, as `document: road`, by the evaluator's decision. */
export function openByDocuments({ account, roads, documents }: RoadMap): Promise<string[]> {
  return named(documents, ({ text }) => openByDocument(account, text, roads));
}

/** Roads that are open to somebody, as `who: road`, by the evaluator's decision. */
export function openToPrincipals({ account, roads, travellers: all }: RoadMap): Promise<string[]> {
  return named(all, (traveller) => openToPrincipal(account, traveller, roads));
}

/** Roads that somebody has gone when they tried, as `who: road`; what they did is taken back. */
export async function goneByTrying({
  account,
  roads,
  travellers: all,
  appGroup,
  appPolicyArn,
}: RoadMap): Promise<string[]> {
  const gone = await named(all, (traveller) => goneBy(account, traveller, roads));
  const iam = new IAMClient(account.sdk());
  await iam.send(new DeleteGroupPolicyCommand({ GroupName: appGroup, PolicyName: 'road' }));
  await iam.send(new DetachGroupPolicyCommand({ GroupName: appGroup, PolicyArn: appPolicyArn }));
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: appPolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (IsDefaultVersion) continue;
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: appPolicyArn, VersionId }));
  }
  await iam.send(new DeletePolicyCommand({ PolicyArn: appPolicyArn }));
  return gone;
}

async function named<T extends { readonly name: string }>(
  askers: readonly T[],
  ask: (asker: T) => Promise<string[]>,
): Promise<string[]> {
  const answers: string[] = [];
  for (const asker of askers) answers.push(...(await ask(asker)).map((road) => `${asker.name}: ${road}`));
  return answers;
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
