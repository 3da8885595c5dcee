type OneOrMore = string | readonly string[];

/** A policy document that allows actions on resources. */
export function allow(Action: OneOrMore, Resource: OneOrMore, Condition?: object): string {
  return JSON.stringify(policyOf({ Effect: 'Allow', Action, Resource, Condition }));
}

/** A trust policy for one principal. */
export function trust(Principal: object, Action = 'sts:AssumeRole', Condition?: object): object {
  return policyOf({ Effect: 'Allow', Principal, Action, Condition });
}

/** A policy document with as many characters as it is asked for, white space not counted. */
export function policyOfSize(characters: number): string {
  const document = (sid: string) =>
    JSON.stringify(policyOf({ Sid: sid, Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }));
  return document('x'.repeat(characters - document('').length));
}

export function policyOf(...Statement: object[]): object {
  return { Version: '2012-10-17', Statement };
}
