/** A stack that shows which commit it is of. */
export const TEMPLATE = JSON.stringify({
  Parameters: { Commit: { Type: 'String' } },
  Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
  Outputs: { Commit: { Value: { Ref: 'Commit' } } },
});

/** Files of a source that builds. */
export const GOOD = { 'build.sh': 'echo building', 'template.json': TEMPLATE };
