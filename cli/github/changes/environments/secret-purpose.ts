import { SECRETS_VARIABLE } from '../../../../lib/names';
import { GhCommand, readVariable, write } from '../../gh';
import { WantedEnvironment } from '../../configuration/wanted-environments';

/**
 * The registry that an environment's secrets are for, as a variable beside them says.
 *
 * Secrets cannot be read back. When they were set does not tell either: an image that the repository built before, or
 * one of another distribution, may have set them since the stack last changed.
 */
export class SecretPurpose {
  /** @param address Of the environment in GitHub's API, which need not be there yet */
  static async of(address: string, { registryArn }: WantedEnvironment): Promise<SecretPurpose> {
    const variables = `${address}/variables`;
    return new SecretPurpose(variables, registryArn, await readVariable(variables, SECRETS_VARIABLE));
  }

  private constructor(
    private readonly variables: string,
    private readonly wanted: string,
    private readonly found: string | undefined,
  ) {}

  /** Whether the secrets are for the registry that is wanted, so that only their age counts. */
  get isWanted(): boolean {
    return this.found === this.wanted;
  }

  /** For the plan: whose secrets are replaced. */
  get replaced(): string {
    return this.found && !this.isWanted ? `, in place of those for ${this.found}` : '';
  }

  /**
   * Takes the variable away while secrets are set that are another registry's.
   *
   * It is there only while all of them are its registry's: what is broken off half-way begins anew.
   */
  get withdrawal(): GhCommand[] {
    if (this.isWanted || this.found === undefined) return [];
    return [write('DELETE', `${this.variables}/${SECRETS_VARIABLE}`)];
  }

  /** Says what the secrets are for. */
  get declaration(): GhCommand {
    return write('POST', this.variables, { name: SECRETS_VARIABLE, value: this.wanted });
  }

  /** What the variable says otherwise, as a phrase. */
  differences(): string[] {
    if (this.isWanted) return [];
    return [`the variable ${SECRETS_VARIABLE} ${this.found ?? 'none'}, expected ${this.wanted}`];
  }
}
