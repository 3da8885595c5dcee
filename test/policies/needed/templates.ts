import { Distribution } from '../../../lib/config';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { exampleApp } from '../../lib/example-app';
import { Place } from '../../../cli/bootstrap/settings/place';
import { Mappings, physicalName, resolve } from './intrinsic-functions';

export interface Resource {
  readonly logicalId: string;
  /** What Ref is of it. */
  readonly physicalId: string;
  readonly type: string;
  /** With everything that it refers to filled in. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Whether CloudFormation ever deletes it. */
  readonly isDeleted: boolean;
}

export interface DeployedStack extends Place {
  readonly name: string;
  /** Tags that CloudFormation puts on every resource that takes any. */
  readonly tags: Readonly<Record<string, string>>;
  readonly resources: readonly Resource[];
}

interface Template {
  readonly Mappings?: Mappings;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** Where a stack goes that names no account and region. */
export const HERE: Place = { account: '111111111111', region: 'eu-west-1' };

/** All stacks of a distribution, as CloudFormation sees them. */
export function stacksOf(distribution: Distribution): DeployedStack[] {
  const app = exampleApp();
  new PipelineStack(app, 'PipelineStack', { distribution });
  const assembly = app.synth();
  return [assembly, ...assembly.nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly)]
    .flatMap(({ stacks }) => stacks)
    .map(({ stackName, environment, tags, template }) => {
      const known = (value: string, otherwise: string) => (/^unknown/.test(value) ? otherwise : value);
      const account = known(environment.account, HERE.account);
      const region = known(environment.region, HERE.region);
      const { Mappings, Resources } = template as Template;
      const place = { stackName, account, region, resources: Resources, mappings: Mappings };
      return {
        name: stackName,
        account,
        region,
        tags,
        resources: Object.entries(Resources).map(([logicalId, { Type, Properties, DeletionPolicy }]) => ({
          logicalId,
          physicalId: physicalName(logicalId, place),
          type: Type,
          properties: resolve(Properties ?? {}, place) as Record<string, unknown>,
          isDeleted: DeletionPolicy !== 'Retain',
        })),
      };
    });
}
