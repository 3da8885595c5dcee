import { CfnResource, Stack } from 'aws-cdk-lib';

/** A resource as it will stand in its template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** Reads what CloudFormation is going to be given, overrides included. */
export function templateResource(node: CfnResource): TemplateResource {
  const template = Stack.of(node).resolve(node._toCloudFormation()) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
  };
  const [{ Type, Properties = {} }] = Object.values(template.Resources);
  return { Type, Properties: Properties as Record<string, unknown> };
}
