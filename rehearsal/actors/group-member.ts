import {
  AddUserToGroupCommand,
  IAMClient,
  PutUserPermissionsBoundaryCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { Credentials, LocalAccount } from '../../emulators/account/local-account';
import { createUser, deleteUser } from './sessions/iam-users';
import { toolkitPolicyArn } from './toolkit-name';

export interface GroupMemberOptions {
  /** Names of the groups. @default - none */
  readonly groups?: readonly string[];

  /** Policy of the toolkit that bounds them. @default 'user-boundary' */
  readonly boundary?: 'user-boundary' | 'none';
}

/** A user who has what their groups have and nothing else: a developer, an end user, an approver. */
export class GroupMember {
  static async create(
    account: LocalAccount,
    userName: string,
    { groups = [], boundary = 'user-boundary' }: GroupMemberOptions = {},
  ): Promise<GroupMember> {
    const boundaryArn = boundary === 'none' ? undefined : toolkitPolicyArn(account, boundary);
    const credentials = await createUser(account, userName, { boundaryArn });
    const member = new GroupMember(account, userName, credentials);
    await member.join(...groups);
    return member;
  }

  private readonly iam: IAMClient;
  private readonly groups = new Set<string>();

  private constructor(
    private readonly account: LocalAccount,
    private readonly userName: string,
    readonly credentials: Credentials,
  ) {
    this.iam = new IAMClient(account.sdk());
  }

  async join(...groups: string[]): Promise<void> {
    for (const GroupName of groups) {
      await this.iam.send(new AddUserToGroupCommand({ UserName: this.userName, GroupName }));
      this.groups.add(GroupName);
    }
  }

  async leave(...groups: string[]): Promise<void> {
    for (const GroupName of groups) {
      await this.iam.send(new RemoveUserFromGroupCommand({ UserName: this.userName, GroupName }));
      this.groups.delete(GroupName);
    }
  }

  /** Joins these groups, and then leaves all others. */
  async moveTo(...groups: string[]): Promise<void> {
    const others = [...this.groups].filter((group) => !groups.includes(group));
    await this.join(...groups);
    await this.leave(...others);
  }

  /** Gives the user the boundary of users afterwards. */
  async takeBoundary(): Promise<void> {
    const PermissionsBoundary = toolkitPolicyArn(this.account, 'user-boundary');
    const boundary = { UserName: this.userName, PermissionsBoundary };
    await this.iam.send(new PutUserPermissionsBoundaryCommand(boundary));
  }

  /** @throws AccessDeniedException for the first repository whose images the user may not see */
  async expectToSee(repositoryNames: readonly string[]): Promise<void> {
    const ecr = new ECRClient(this.account.sdk(this.credentials));
    for (const repositoryName of repositoryNames) {
      await ecr.send(new DescribeImagesCommand({ repositoryName }));
    }
  }

  /** Removes the user: CloudFormation deletes no group that has members. */
  async remove(): Promise<void> {
    await this.leave(...this.groups);
    await deleteUser(this.account, this.userName, this.credentials);
  }
}
