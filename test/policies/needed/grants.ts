import { ManagedPolicy } from '../../../cli/bootstrap/toolkit/policy-documents';
import { Deployment } from './deployments';

/** One action on one resource, as a policy of an environment allows it. */
export interface Grant {
  /** The same in every environment. */
  readonly name: string;
  readonly action: string;

  /** A document that allows this and nothing else. */
  readonly document: string;
}

/** Each action on each resource that a policy allows, by itself. */
export function grantsOf({ document, content }: ManagedPolicy, { environment }: Deployment): Grant[] {
  const anywhere = (resource: string) =>
    resource
      .replaceAll(environment.account, 'ACCOUNT')
      .replaceAll(environment.region, 'REGION')
      // The boundary of users has the registries of every region, each of which is used in its own.
      .replace(/(?<=:ecr:)[a-z0-9-]+(?=:)/, 'REGION');
  return content.Statement.flatMap((statement) =>
    [statement.Action].flat().flatMap((action) =>
      [statement.Resource].flat().map((resource) => ({
        name: `${document}, ${statement.Sid}: ${action} on ${anywhere(resource)}`,
        action,
        document: JSON.stringify({
          Version: content.Version,
          Statement: [{ ...statement, Action: action, Resource: resource }],
        }),
      })),
    ),
  );
}
