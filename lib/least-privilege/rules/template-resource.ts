import { CfnResource, Stack } from 'aws-cdk-lib';

/** A resource as it will stand in its template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** Reads what CloudFormation is going to be given, overrides included; nothing of what is left out. */
export function templateResource(node: CfnResource): TemplateResource | undefined {
  const template = Stack.of(node).resolve(node._toCloudFormation()) as {
    readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
  };
  // CDK leaves out a policy without statements, for one.
  const [resource] = Object.values(template.Resources ?? {});
  return resource && { Type: resource.Type, Properties: { ...resource.Properties } };
}
