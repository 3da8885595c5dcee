import * as fs from 'node:fs/promises';
import distribution from '../../../distribution.config';
import { Identity } from '../../../lib/access/permission-tables';
import { STAGE_NAMES, StageName } from '../../../lib/config';
import { environmentVariable, registryStack } from '../../../lib/names';
import { AWS_CLI, pythonEnvironment } from '../../../emulators/account/python-environment';
import { GitHubJob } from '../../actors/github-job';
import { GroupMember } from '../../actors/group-member';
import { nameOf } from '../../permissions/identities';
import { readRegistries } from '../../permissions/registries';
import { Rehearsal } from '../../runner/rehearsal';
import { AwsGateway } from '../aws-gateway';
import { environmentsOf, StageEnvironments } from '../environments';
import { WorkflowEvent } from '../workflows/events';
import { GitHubRepository } from '../github-repository';
import { WorkflowRun } from '../workflows/workflow-run';
import { identityCenterSession } from '../../actors/sessions/identity-center';
import { ImageRepository } from '../image-repository';
import { Workstation, WorkstationProps } from '../workstation';

const [IMAGE] = distribution.images;

/** What a registry answers without the permission, or without a login. */
export const REFUSED = /denied|not authorized|unauthorized|403|401|no basic auth/i;

export const DIGEST = /sha256:[0-9a-f]{64}/;

/** What an image's repository calls its default branch and the environments of the stages. */
export interface RepositoryNames {
  readonly defaultBranch: string;
  readonly environments: Readonly<Record<StageName, string>>;

  /** Its first release; the registry keeps the tag, so another repository in the same account takes another. */
  readonly version: string;
}

/** As the shipped configuration has them. */
const SHIPPED: RepositoryNames = {
  defaultBranch: 'master',
  environments: {
    Development: distribution.stages.Development.environment,
    Master: distribution.stages.Master.environment,
    Release: distribution.stages.Release.environment,
  },
  version: '1.0.0',
};

/** What the steps of an image's repository are made with: who works on it, on which workstations, and GitHub. */
export interface ImageRehearsalProps {
  readonly workstations: WorkstationProps;
  readonly developer: Workstation;
  readonly endUser: Workstation;

  /** Workstation of a developer who comes through IAM Identity Center. */
  readonly guest: Workstation;
  readonly members: readonly GroupMember[];
  readonly names: RepositoryNames;
  readonly environments: StageEnvironments;
  readonly github: GitHubRepository;
  readonly repository: ImageRepository;

  /** What the reviewers of the release were shown. */
  readonly reviews: readonly string[];

  /** URI of the registry of a stage. */
  readonly registryUri: (stageName: StageName) => string;
}

/** A copy of the example's repository with a developer, an end user and the workflows of its jobs. */
export class ImageRehearsal {
  static async begin(rehearsal: Rehearsal, gateway: AwsGateway, names = SHIPPED): Promise<ImageRehearsal> {
    const { account, directory, operator } = rehearsal;
    const folder = directory.scratch('image-repository');
    await fs.rm(folder, { recursive: true, force: true });
    await fs.mkdir(folder, { recursive: true });
    const awsCli = await rehearsal.step('The AWS CLI, installed on first use', () =>
      pythonEnvironment(directory.shared, process.env, AWS_CLI),
    );
    const workstations = { account, awsCli, folder, gateway };
    const developer = await Workstation.create('developer', workstations);
    const endUser = await Workstation.create('end-user', workstations);
    const guest = await Workstation.create('identity-center-developer', workstations);

    const registries = (await readRegistries(account)).filter(({ image }) => image.name === IMAGE.name);
    const groupsOf = (identity: Identity) =>
      registries.flatMap(({ identities }) => identities[identity] ?? []).map(nameOf);
    const members = await rehearsal.step(
      'A developer and an end user, in the groups of their outputs',
      async () => [
        await GroupMember.create(account, 'developer', { groups: groupsOf('Developers') }),
        await GroupMember.create(account, 'end-user', { groups: groupsOf('EndUsers') }),
      ],
    );
    developer.use(members[0].credentials);
    endUser.use(members[1].credentials);
    await rehearsal.step(
      'A developer with a role and its boundary, as Identity Center gives one',
      async () => {
        const policy = await operator.accessPolicy('developers');
        // The role stays in the account, where another scenario may have made one.
        const permissionSet = `Developers-${names.defaultBranch}`;
        guest.use(await identityCenterSession(account, permissionSet, policy));
      },
    );

    const stacks = await rehearsal.stacks();
    const registryUri = (stageName: StageName) =>
      stacks.get(registryStack(IMAGE.name, stageName))?.outputs.ImageRepositoryUri ?? '';
    const reviews: string[] = [];
    const environments = environmentsOf(registries, stacks, names.defaultBranch, (summary) => {
      reviews.push(summary);
      return Promise.resolve(true);
    });
    const github = new GitHubRepository({
      ...workstations,
      image: IMAGE,
      defaultBranch: names.defaultBranch,
      environments: ofStages((stageName) => [names.environments[stageName], environments[stageName]]),
      variables: ofStages((stageName) => [environmentVariable(stageName), names.environments[stageName]]),
    });
    const registriesMk = await operator.registries(IMAGE.name);
    const repository = await rehearsal.step('A copy of examples/sample-image, with its registries', () =>
      ImageRepository.create(github.remote, names.defaultBranch, registriesMk, developer),
    );
    const people = { workstations, developer, endUser, guest, members, names };
    return new ImageRehearsal({ ...people, environments, github, repository, reviews, registryUri });
  }

  private constructor(readonly props: ImageRehearsalProps) {}

  /** Runs a workflow for an event, if the event starts it. @param again Id of the run whose jobs run again. */
  start(file: string, event: WorkflowEvent, again?: number): Promise<WorkflowRun | undefined> {
    const { github, repository } = this.props;
    return github.start(file, event, repository.clone, again);
  }

  /** `registry.sh` of the clone on a workstation, about the registry of a stage; returns what it prints. */
  async registry(at: Workstation, stageName: StageName, ...args: string[]): Promise<string> {
    const { environments, repository } = this.props;
    const { AWS_ECR_REGISTRY_ARN } = environments[stageName].secrets;
    return (await at.run(repository.clone, './registry.sh', args, { AWS_ECR_REGISTRY_ARN })).trim();
  }

  /** Workstation of a job that has the push role of a stage. */
  async pusher(stageName: StageName): Promise<Workstation> {
    const { environments, names, workstations } = this.props;
    const job = GitHubJob.in(workstations.account, IMAGE, names.environments[stageName]);
    const workstation = await Workstation.create(`pusher-${stageName}`, workstations);
    workstation.use(await job.assume(environments[stageName].secrets.AWS_GITHUB_ROLE_ARN));
    return workstation;
  }

  /** CloudFormation deletes no group that has members. */
  async removeMembers(): Promise<void> {
    for (const member of this.props.members) await member.remove();
  }
}

function ofStages<T>(entry: (stageName: StageName) => [string, T]): Readonly<Record<string, T>> {
  return Object.fromEntries(STAGE_NAMES.map(entry));
}
