import { retainAll } from '../../../rehearsal/takeover/keep-resources';

const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

test('retainAll keeps every resource, whatever its policy was, and the rest of the template', () => {
  const template = {
    Resources: {
      Images: { Type: 'AWS::ECR::Repository', DeletionPolicy: 'Delete', Properties: { EmptyOnDelete: true } },
      Cleaner: { Type: 'Custom::ECRAutoDeleteImages', Metadata: { 'aws:cdk:path': 'Stack/Cleaner' } },
    },
    Outputs: { Name: { Value: { Ref: 'Images' } } },
  };
  expect(JSON.parse(retainAll(JSON.stringify(template)))).toMatchObject({
    Resources: {
      Images: { Type: 'AWS::ECR::Repository', Properties: { EmptyOnDelete: true }, ...kept },
      Cleaner: { Metadata: { 'aws:cdk:path': 'Stack/Cleaner' }, ...kept },
    },
    Outputs: template.Outputs,
  });
});

test('retainAll changes the metadata of each resource, without which CloudFormation might see no change', () => {
  const body = JSON.stringify({ Resources: { Images: { Type: 'AWS::ECR::Repository', ...kept } } });
  const { Resources } = JSON.parse(retainAll(body)) as { Resources: { Images: { Metadata: object } } };
  expect(Object.keys(Resources.Images.Metadata)).toHaveLength(1);
});
