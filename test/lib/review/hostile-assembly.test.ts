import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { changeText, readAssembly, review } from '../../../lib/review';

let folder: string;
let assembly: string;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-')));
  assembly = path.join(folder, 'cdk.out');
  write('../secret.json', { Resources: { Secret: { Type: 'AWS::IAM::Role' } } });
  write('Own.template.json', { Resources: { Role: { Type: 'AWS::IAM::Role' } } });
  writeManifest({ Own: stack('Own.template.json') });
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(file: string, content: unknown): void {
  const target = path.join(assembly, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content));
}

function writeManifest(artifacts: object, part = '.'): void {
  write(path.join(part, 'manifest.json'), { artifacts });
}

function stack(templateFile: string): object {
  return { type: 'aws:cloudformation:stack', properties: { templateFile } };
}

function part(directoryName: string): object {
  return { type: 'cdk:cloud-assembly', properties: { directoryName } };
}

/** The stack of a pipeline with one action, which deploys a file. */
function pipeline(StackName: string, TemplatePath: string, TemplateConfiguration?: string): object {
  const action = {
    Name: 'Deploy',
    ActionTypeId: { Category: 'Deploy', Provider: 'CloudFormation' },
    Configuration: { StackName, TemplatePath, TemplateConfiguration },
  };
  const Stages = [{ Name: 'Development', Actions: [action] }];
  return { Resources: { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages } } } };
}

test('an assembly is read with its parts', () => {
  writeManifest({ Own: stack('Own.template.json'), Part: part('part') });
  writeManifest({ Other: stack('Other.template.json') }, 'part');
  write('part/Other.template.json', {});
  expect(readAssembly(assembly).map(({ name }) => name)).toEqual(['Own', 'Other']);
});

test.each([
  ['../secret.json', /names the file .*secret\.json, expected one inside of it/],
  ['/../secret.json', /ENOENT/],
  ['link.json', /expected one inside of it/],
  ['links/secret.json', /expected one inside of it/],
  ['.', /expected one inside of it/],
  ['missing.json', /ENOENT/],
])('an assembly rejects the template %s', (file, message) => {
  fs.symlinkSync('../secret.json', path.join(assembly, 'link.json'));
  fs.symlinkSync('..', path.join(assembly, 'links'));
  writeManifest({ Own: stack(file) });
  expect(() => readAssembly(assembly)).toThrow(message);
});

test.each([
  ['.', /expected one inside of it/],
  ['..', /expected one inside of it/],
  ['part/..', /expected one inside of it/],
  ['itself', /expected one inside of it/],
])('an assembly rejects the part %s, which it could be a part of itself', (directory, message) => {
  fs.mkdirSync(path.join(assembly, 'part'));
  fs.symlinkSync('.', path.join(assembly, 'itself'));
  writeManifest({ Part: part(directory) });
  expect(() => readAssembly(assembly)).toThrow(message);
});

test.each(['.', '../part', '../other', 'itself'])(
  'a part rejects the part %s, which is not below it',
  (name) => {
    writeManifest({ Part: part(name) }, 'part');
    writeManifest({}, 'other');
    fs.symlinkSync('.', path.join(assembly, 'part', 'itself'));
    writeManifest({ Part: part('part') });
    expect(() => readAssembly(assembly)).toThrow(/has the part .*, expected a folder below its own/);
  },
);

test('an assembly rejects a template that is larger than any that CloudFormation takes', () => {
  write('Own.template.json', { Description: 'x'.repeat(5_000_000) });
  expect(() => readAssembly(assembly)).toThrow(/Own\.template\.json has \d+ bytes, expected 5000000 at most/);
});

test('an assembly rejects a template that nests without an end', () => {
  write('Own.template.json', `{"Resources":{"A":{"Type":"T","Properties":${deep('{"a":', '}', 100_000)}}}}`);
  expect(() => readAssembly(assembly)).toThrow('Own.template.json nests deeper than 100 levels');
  write('Own.template.json', `{"Resources":{"A":{"Type":"T","Metadata":{"a":${deep('[', ']', 100_000)}}}}}`);
  expect(() => readAssembly(assembly)).toThrow('Own.template.json nests deeper than 100 levels');
});

function deep(open: string, close: string, levels: number): string {
  return `${open.repeat(levels)}1${close.repeat(levels)}`;
}

test.each([
  ['no JSON', 'nothing'],
  ['no object', '[]'],
  ['null', 'null'],
  ['resources that are none', '{"Resources":[]}'],
  ['a resource without a type', '{"Resources":{"A":{}}}'],
  ['a resource that is null', '{"Resources":{"A":null}}'],
])('an assembly rejects a template that is %s', (_, text) => {
  write('Own.template.json', text);
  expect(() => readAssembly(assembly)).toThrow(/is not as CDK writes it|is not valid JSON/);
});

test('a template changes no object but itself', () => {
  write(
    'Own.template.json',
    '{"__proto__":{"polluted":1},"Resources":{"A":{"Type":"T","__proto__":{"polluted":1}}}}',
  );
  writeManifest({ Own: stack('Own.template.json') });
  readAssembly(assembly);
  expect({}).not.toHaveProperty('polluted');
});

test('an assembly rejects two stacks of a name', () => {
  writeManifest({
    Own: stack('Own.template.json'),
    Other: {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: 'Own.template.json', stackName: 'Own' },
    },
  });
  expect(() => readAssembly(assembly)).toThrow(/has the stack Pipeline\/Own twice/);
});

test('an assembly is read whose pipeline deploys what it lists', () => {
  write('Pipeline.template.json', pipeline('Own', 'Synth_Output::Own.template.json'));
  writeManifest({ Own: stack('Own.template.json'), Pipeline: stack('Pipeline.template.json') });
  expect(readAssembly(assembly)).toHaveLength(2);
});

test.each<[string, string, string, string | undefined]>([
  ['another file of it', 'Own', 'Synth_Output::Other.template.json', undefined],
  ['a stack that it does not list', 'Other', 'Synth_Output::Other.template.json', undefined],
  ['the file of another stack', 'Pipeline', 'Synth_Output::Own.template.json', undefined],
  [
    'it with parameters of another file',
    'Own',
    'Synth_Output::Own.template.json',
    'Synth_Output::Other.template.json.config.json',
  ],
])('an assembly rejects a pipeline that deploys %s', (_, name, file, configuration) => {
  write('Other.template.json', {});
  write('Pipeline.template.json', pipeline(name, file, configuration));
  writeManifest({ Own: stack('Own.template.json'), Pipeline: stack('Pipeline.template.json') });
  expect(() => readAssembly(assembly)).toThrow(/the pipeline deploys .* as the stack .*, expected the same/);
});

test('a review tells what the pipeline passes to a stack beside its tags', () => {
  write('Own.template.json.config.json', { Tags: { team: 'a' } });
  writeManifest({
    Own: {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: 'Own.template.json', tags: { team: 'a' } },
    },
  });
  const before = readAssembly(assembly);
  expect(before[0].deployment).not.toHaveProperty('TemplateConfiguration');

  write('Own.template.json.config.json', { Tags: { team: 'a' }, Parameters: { Who: '*' } });
  const { changes } = review(before, readAssembly(assembly));
  expect(changes).toEqual([expect.objectContaining({ severity: 'widened', kind: 'stack' })]);
  expect(changeText(changes[0])).toMatch(/^TemplateConfiguration of the stack Own is .*Who/);
});
