/** A stack that shows which commit it is of. */
export const TEMPLATE = JSON.stringify({
  Parameters: { Commit: { Type: 'String' } },
  Resources: { Group: { Type: 'AWS::IAM::Group' } },
  Outputs: { Commit: { Value: { Ref: 'Commit' } } },
});

/** Files of a source that builds. */
export const GOOD = { 'build.sh': 'echo building; mkdir -p node_modules/package', 'template.json': TEMPLATE };
