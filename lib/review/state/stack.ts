/** A CloudFormation template as it is read from JSON. */
export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly [section: string]: unknown;
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** One stack of a state that is compared. */
export interface ReviewedStack {
  /** As CloudFormation knows it. */
  readonly name: string;

  /** `Development`, `Master` or `Release`; `Pipeline` for what is in no stage. */
  readonly stage: string;

  /** @default - the account of whoever deploys */
  readonly account?: string;

  /** @default - the region of whoever deploys */
  readonly region?: string;

  readonly template: Template;

  /**
   * What is said about the stack outside its template, such as its tags and the roles that deploy it.
   *
   * @default - unknown, as of a stack of which only the template could be read: it is not compared
   */
  readonly deployment?: Readonly<Record<string, unknown>>;
}

/** The stack of which the state before could not be read, and why. */
export interface Unread {
  readonly stack: string;
  readonly reason: string;
}

/** The stage of what is in no stage: the pipeline's own stacks. */
export const PIPELINE = 'Pipeline';

/** What a stack is known by in both states: GitHub's identity provider may be in several stages, by one name. */
export function keyOf({ stage, name }: Pick<ReviewedStack, 'stage' | 'name'>): string {
  return `${stage}/${name}`;
}
