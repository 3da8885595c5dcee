import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { configurationFile, expectDeployedTemplates, ListedStack } from '../pipeline/deployed-templates';
import { keyOf, PIPELINE, ReviewedStack, Template } from './stack';

/** What is read of the manifest of a cloud assembly ("Cloud assembly schema", AWS CDK). */
const MANIFEST = z.object({
  artifacts: z
    .record(
      z.string(),
      z.object({
        type: z.string(),
        environment: z.string().optional(),
        properties: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .default({}),
});

/** A stack's template, as far as one may be called so. */
const TEMPLATE = z.looseObject({
  Resources: z
    .record(
      z.string(),
      z.looseObject({
        Type: z.string(),
        Properties: z.record(z.string(), z.unknown()).optional(),
        Metadata: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

/** The most of one file that is read: CloudFormation takes templates of 1 MB. */
const MAX_BYTES = 5_000_000;

/** How deep a value is read; whatever nests a hundred thousand deep would end the review without a word of why. */
const MAX_DEPTH = 100;

/** What says by its place in an assembly, or by the hash of its contents, what the template itself says better. */
const NO_DIFFERENCE = ['templateFile', 'stackTemplateAssetObjectUrl', 'additionalDependencies', 'stackName'];

/**
 * The stacks of a cloud assembly, those of its stages included.
 *
 * An assembly is data, and may be a stranger's: nothing outside its directory is read.
 *
 * @throws Error naming what in it is not as CDK writes it
 */
export function readAssembly(directory: string): ReviewedStack[] {
  const listed = readNested(fs.realpathSync(directory), '', PIPELINE);
  const stacks = listed.map(({ stack }) => stack);
  const keys = stacks.map(keyOf);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice) throw new Error(`the assembly has the stack ${twice} twice, expected each once in a stage`);
  expectDeployedTemplates(listed);
  return stacks;
}

function readNested(root: string, folder: string, stage: string): ListedStack[] {
  const { artifacts } = parsed(MANIFEST, read(root, path.join(folder, 'manifest.json')));
  return Object.entries(artifacts).flatMap(([id, { type, environment, properties = {} }]) => {
    if (type === 'cdk:cloud-assembly') {
      const nested = below(root, folder, nameOf(id, 'directoryName', properties.directoryName));
      return readNested(root, nested, stageOf(id, properties.displayName));
    }
    if (type !== 'aws:cloudformation:stack') return [];
    const file = path.join(folder, nameOf(id, 'templateFile', properties.templateFile));
    const { template, bytes } = readTemplate(root, file);
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
    const stack: ReviewedStack = {
      name: typeof properties.stackName === 'string' ? properties.stackName : id,
      stage,
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
      template,
      deployment: {
        ...Object.fromEntries(Object.entries(properties).filter(([name]) => !NO_DIFFERENCE.includes(name))),
        ...assetsOf(root, folder, artifacts[`${id}.assets`]?.properties?.file, bytes),
        ...configurationOf(root, file, properties.tags),
      },
    };
    return [{ stack, file: file.split(path.sep).join('/') }];
  });
}

/** What is published with a stack besides its template: files and container images, which nothing here judges. */
function assetsOf(root: string, folder: string, file: unknown, template: string): Record<string, unknown> {
  if (typeof file !== 'string') return {};
  const { files, dockerImages } = parsed(ASSETS, read(root, path.join(folder, file)));
  const others = Object.values(files).filter(
    ({ source }) => !source.path || read(root, path.join(folder, source.path)) !== template,
  );
  return { files: others, containerImages: Object.values(dockerImages) };
}

/** What CodePipeline is told of a stack's deployment, where that is more than its tags, or other tags. */
function configurationOf(root: string, templateFile: string, tags: unknown): Record<string, unknown> {
  const file = configurationFile(templateFile);
  if (!fs.existsSync(path.join(root, file))) return {};
  const configuration = parsed(z.looseObject({}), read(root, file), file);
  return isDeepStrictEqual(configuration, { Tags: tags }) ? {} : { TemplateConfiguration: configuration };
}

const ASSETS = z.object({
  files: z
    .record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string().optional() }) }))
    .default({}),
  dockerImages: z.record(z.string(), z.unknown()).default({}),
});

function readTemplate(root: string, file: string): { readonly template: Template; readonly bytes: string } {
  const bytes = read(root, file);
  return { template: parsed(TEMPLATE, bytes, file) as Template, bytes };
}

/** The last part of a stage's path; that of the construct's own name. */
function stageOf(id: string, displayName: unknown): string {
  return (typeof displayName === 'string' && displayName.split('/').at(-1)) || id;
}

function nameOf(id: string, property: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Error(`the artifact ${id} has the ${property} ${JSON.stringify(value)}, expected a name`);
}

/**
 * The folder of an assembly's part.
 *
 * @throws Error if that is not below its own, where one could be a part of itself
 */
function below(root: string, folder: string, name: string): string {
  const nested = path.relative(path.join(root, folder), inside(root, path.join(folder, name)));
  if (nested !== '' && !nested.startsWith('..')) return path.join(folder, nested);
  throw new Error(`the assembly has the part ${name}, expected a folder below its own`);
}

/** Where a file of the assembly is, links followed. @throws Error if that is elsewhere */
function inside(root: string, file: string): string {
  const whole = fs.realpathSync(path.join(root, file));
  if (whole.startsWith(root + path.sep)) return whole;
  throw new Error(`the assembly names the file ${file}, expected one inside of it`);
}

function read(root: string, file: string): string {
  const whole = inside(root, file);
  const { size } = fs.statSync(whole);
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes, expected ${MAX_BYTES} at most`);
  return fs.readFileSync(whole, 'utf8');
}

function parsed<T>(schema: z.ZodType<T>, text: string, file = 'manifest.json'): T {
  const content: unknown = JSON.parse(text);
  expectDepth(content, file);
  const { success, data, error } = schema.safeParse(content);
  if (success) return data;
  throw new Error(`${file} is not as CDK writes it: ${z.prettifyError(error)}`);
}

function expectDepth(value: unknown, file: string, depth = 0): void {
  if (depth > MAX_DEPTH)
    throw new Error(`${file} nests deeper than ${MAX_DEPTH} levels, expected a template`);
  if (typeof value !== 'object' || value === null) return;
  for (const item of Object.values(value)) expectDepth(item, file, depth + 1);
}
