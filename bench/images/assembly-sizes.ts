import * as fs from 'node:fs';
import * as path from 'node:path';
import { largest, policySizes, PolicySizes } from './policy-sizes';
import type { Template } from './template';

const TEMPLATE = '.template.json';
const PIPELINE_STACK = `PipelineStack${TEMPLATE}`;

/** How large what `cdk synth` made is. */
export interface AssemblySizes {
  readonly stacks: number;
  readonly resources: number;
  readonly maxResources: number;

  /** Bytes of the template that `cdk deploy` and SelfMutate deploy, and of the largest that an action does. */
  readonly pipelineTemplate: number;
  readonly stageTemplate: number;

  /** Bytes of all files: what each action takes from the artifacts is this, compressed. */
  readonly assembly: number;
  readonly stages: number;
  readonly actions: number;
  readonly fullestStage: number;

  /** Groups of the account that has most. */
  readonly groups: number;
  readonly policies: PolicySizes;
}

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      { readonly environment?: string; readonly properties?: { readonly templateFile?: string } }
    >
  >;
}

interface Pipeline {
  readonly Stages: readonly { readonly Actions: readonly unknown[] }[];
}

/** Measures an assembly. */
export function assemblySizes(folder: string): AssemblySizes {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const bytes = (file: string) => fs.statSync(file).size;
  const templates = files.filter((file) => file.endsWith(TEMPLATE));
  const contents = templates.map((file) => read(file) as Template);
  const resources = contents.flatMap(({ Resources }) => Object.values(Resources));
  const counts = contents.map(({ Resources }) => Object.keys(Resources).length);
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);

  const pipelines = ofType('AWS::CodePipeline::Pipeline');
  if (pipelines.length !== 1) throw new Error(`${folder} has ${pipelines.length} pipelines, expected one`);
  const { Stages } = pipelines[0].Properties as unknown as Pipeline;
  return {
    stacks: templates.length,
    resources: resources.length,
    maxResources: Math.max(...counts),
    pipelineTemplate: bytes(path.join(folder, PIPELINE_STACK)),
    stageTemplate: Math.max(0, ...templates.filter((file) => path.dirname(file) !== folder).map(bytes)),
    assembly: files.map(bytes).reduce((a, b) => a + b, 0),
    stages: Stages.length,
    actions: Stages.flatMap(({ Actions }) => Actions).length,
    fullestStage: Math.max(...Stages.map(({ Actions }) => Actions.length)),
    groups: maxGroups(files),
    policies: largest(contents.map(policySizes)),
  };
}

function maxGroups(files: readonly string[]): number {
  const groups = new Map<string, number>();
  for (const manifest of files.filter((file) => path.basename(file) === 'manifest.json')) {
    for (const { environment, properties } of Object.values((read(manifest) as Manifest).artifacts ?? {})) {
      if (!environment || !properties?.templateFile) continue;
      const { Resources } = read(path.join(path.dirname(manifest), properties.templateFile)) as Template;
      const account = environment.replace('aws://', '').split('/')[0];
      const count = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Group').length;
      groups.set(account, (groups.get(account) ?? 0) + count);
    }
  }
  return Math.max(0, ...groups.values());
}

function read(file: string): unknown {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
