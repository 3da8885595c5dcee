import { PolicyInForce } from './policies-in-force';
import { ManagedPolicy } from '../toolkit/policy-documents';
import { Template } from '../toolkit/toolkit-template';

/** How something of the toolkit differs from what it is to be. */
export interface Comparison {
  readonly title: string;
  readonly state: 'new' | 'changed' | 'unchanged' | 'removed' | 'by hand' | 'missing' | 'in the way';

  /** Lines of what differs. */
  readonly diff?: readonly string[];

  /** What a person has to do, since CloudFormation will not. */
  readonly hint?: readonly string[];
}

export interface Compared {
  /** The template as it stands. @default - there is no toolkit */
  readonly current?: Template;
  readonly template: Template;
  readonly policies: readonly ManagedPolicy[];

  /** Policies as the account has them, by their ARNs. */
  readonly inForce: ReadonlyMap<string, PolicyInForce>;

  /** Where the document of a policy is written, should it have to be put back by hand. */
  readonly fileOf: (policy: ManagedPolicy) => string;
  readonly arnOf: (policy: ManagedPolicy) => string;

  /** Name of CloudFormation's execution role. */
  readonly executionRole: string;

  /** A command of the AWS CLI, as whoever bootstraps would enter it. */
  readonly aws: (command: string) => string;
}
