import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference';
import type { TemplateResource } from './template-resource';

/** A role or user whose permissions boundary is not the one that it should have. */
export function missingBoundaries(resource: TemplateResource, boundaryArn: unknown): string[] {
  if (!['AWS::IAM::Role', 'AWS::IAM::User'].includes(resource.Type)) return [];
  const { PermissionsBoundary: boundary } = resource.Properties;
  const [is, should] = [boundary, boundaryArn].map((arn) => flattenCfnReference(arn ?? 'none'));
  return is === should ? [] : [`PermissionsBoundary::${is}`];
}
