import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { AssemblySizes, assemblySizes } from '../../../bench/images/assembly-sizes';

const GROUP = { Type: 'AWS::IAM::Group' };
const ACTION = { Name: 'OneDevelopment.Deploy' };
const APPROVAL = { Name: 'Approve' };
const STAGES = [
  { Name: 'Development', Actions: [ACTION] },
  { Name: 'Release', Actions: [APPROVAL, ACTION] },
];
const PIPELINE = { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages: STAGES } };

describe('sizes of an assembly', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'assembly-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function write(file: string, content: object): number {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, JSON.stringify(content));
    return JSON.stringify(content).length;
  }

  function manifest(stage: string, places: Readonly<Record<string, string>>): number {
    const artifacts = Object.entries(places).map(([name, place]) => [
      name,
      { environment: `aws://${place}`, properties: { templateFile: `${name}.template.json` } },
    ]);
    return write(path.join(stage, 'manifest.json'), { artifacts: Object.fromEntries(artifacts) as object });
  }

  function measure(): AssemblySizes {
    const bytes = [
      write('PipelineStack.template.json', { Resources: { Pipeline: PIPELINE, Group: GROUP } }),
      write('assembly-Development/One.template.json', { Resources: { A: GROUP, B: GROUP, C: GROUP } }),
      write('assembly-Release/Two.template.json', { Resources: { A: GROUP, B: GROUP } }),
      manifest('.', { PipelineStack: '1/eu-west-1' }),
      manifest('assembly-Development', { One: '2/eu-west-1' }),
      manifest('assembly-Release', { Two: '1/us-east-1' }),
    ];
    const sizes = assemblySizes(folder);
    expect(sizes.assembly).toBe(bytes.reduce((a, b) => a + b, 0));
    expect(sizes.pipelineTemplate).toBe(bytes[0]);
    expect(sizes.stageTemplate).toBe(Math.max(bytes[1], bytes[2]));
    return sizes;
  }

  test('stacks and resources of all stages count', () => {
    expect(measure()).toMatchObject({ stacks: 3, resources: 7, maxResources: 3 });
  });

  test('groups count by account, in which stages and the pipeline may be together', () => {
    expect(measure().groups).toBe(3);
    write('assembly-Release/Two.template.json', { Resources: { A: GROUP, B: GROUP, C: GROUP } });
    expect(assemblySizes(folder).groups).toBe(4);
  });

  test('stages and actions of the pipeline count, approvals among them', () => {
    expect(measure()).toMatchObject({ stages: 2, actions: 3, fullestStage: 2 });
  });

  test('rejects an assembly without a pipeline', () => {
    write('PipelineStack.template.json', { Resources: { Group: GROUP } });
    expect(() => assemblySizes(folder)).toThrow('0 pipelines, expected one');
  });
});
