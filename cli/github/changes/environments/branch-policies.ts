import { GhCommand, read, write } from '../../gh';
import { Environment } from './environment-settings';

/** A branch or tag that may deploy (GitHub Docs, "REST API endpoints for deployment branch policies"). */
interface AdmittedBranch {
  readonly id: number;
  readonly name: string;
  readonly type?: string;
}

/** The branches and tags that an environment admits by name. */
export class BranchPolicies {
  /** @param environment As it is. @default - there is none yet */
  static async of(address: string, environment?: Environment): Promise<BranchPolicies> {
    const policies = `${address}/deployment-branch-policies`;
    if (!environment?.deployment_branch_policy?.custom_branch_policies)
      return new BranchPolicies(policies, []);
    const { branch_policies = [] } = await read<{ branch_policies?: AdmittedBranch[] }>(
      `${policies}?per_page=100`,
    );
    return new BranchPolicies(policies, branch_policies);
  }

  private constructor(
    private readonly address: string,
    private readonly admitted: readonly AdmittedBranch[],
  ) {}

  /** Admits the one branch, and none that is admitted beside it. */
  commandsFor(branch: string): GhCommand[] {
    const isOurs = ({ name, type }: AdmittedBranch) => name === branch && type !== 'tag';
    const others = this.admitted.filter((one) => !isOurs(one));
    return [
      ...others.map(({ id }) => write('DELETE', `${this.address}/${id}`)),
      ...(this.admitted.some(isOurs) ? [] : [write('POST', this.address, { name: branch, type: 'branch' })]),
    ];
  }

  /** What is admitted otherwise than the one branch, as a phrase. */
  differences(branch: string): string[] {
    if (this.commandsFor(branch).length === 0) return [];
    const names = this.admitted.map(({ name, type }) => (type === 'tag' ? `the tag ${name}` : name));
    return [`branches ${names.join(' and ') || 'none'}, expected ${branch} alone`];
  }
}
