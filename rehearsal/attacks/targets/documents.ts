export const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** A policy document of one statement. */
export function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** A policy document that allows everything. */
export const ALLOW_EVERYTHING = document({ Effect: 'Allow', Action: '*', Resource: '*' });

/** A trust policy that trusts every principal of every account. */
export const TRUST_EVERYONE = document({
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: 'sts:AssumeRole',
});

/** A stack with one parameter in it. */
export const PARAMETER_TEMPLATE = JSON.stringify({
  Resources: { Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'theirs' } } },
});

/** A stack that holds nothing. */
export const EMPTY_TEMPLATE = JSON.stringify({ Resources: { Nothing: { Type: 'AWS::CDK::Metadata' } } });
