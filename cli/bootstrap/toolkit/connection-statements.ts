import { Statement } from './policy-document';

/** What is allowed on a connection that the stack makes itself, and never on one that the account had before. */
const OF_OWN_CONNECTION = [
  'MakeTheConnection',
  'TagTheConnection',
  'LookAfterTheConnection',
  'AuthenticateWithGitHub',
];

/**
 * The statements of a document where the configuration names a connection.
 *
 * The shipped documents are for the connection that the stack makes, which they know by its tag. One that was there
 * before is known by its ARN; it is used and looked at, and nothing else.
 */
export function withConnection(statements: readonly Statement[], connectionArn: string): Statement[] {
  return statements
    .filter(({ Sid = '' }) => !OF_OWN_CONNECTION.includes(Sid))
    .map((statement) => {
      const isAbout = [statement.Resource].flat().some((resource) => resource.includes(':connection/'));
      return isAbout ? onConnection(statement, connectionArn) : statement;
    });
}

function onConnection(statement: Statement, connectionArn: string): Statement {
  const { StringEquals = {}, ...others } = statement.Condition ?? {};
  const keys = Object.entries(StringEquals).filter(([key]) => !key.startsWith('aws:ResourceTag/'));
  const Condition = { ...others, ...(keys.length > 0 && { StringEquals: Object.fromEntries(keys) }) };
  return {
    ...statement,
    Action: seenAs(statement.Action, connectionArn),
    Resource: connectionArn,
    Condition: Object.keys(Condition).length > 0 ? Condition : undefined,
  };
}

/** It is looked at under the name of the service that is in its ARN, and its installation is not ours. */
function seenAs(action: Statement['Action'], connectionArn: string): Statement['Action'] {
  const service = connectionArn.split(':')[2];
  return [action]
    .flat()
    .filter((name) => !name.endsWith(':UpdateConnectionInstallation'))
    .map((name) => name.replace(/^\w+(?=:GetConnection$)/, service));
}
