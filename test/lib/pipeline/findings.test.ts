import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { DistributionInput } from '../../../lib/config';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';

const PIPELINE = { account: '111111111111', region: 'eu-west-1' };
const OTHER_ACCOUNT = '222222222222';
const CONNECTION =
  'arn:aws:codeconnections:eu-west-1:111111111111:connection/0a1b2c3d-0000-4000-8000-000000000000';
const IMAGES = ['One', 'Two', 'Three', 'Four'].map((name, index) => ({
  name,
  repository: `your-org/${name.toLowerCase()}`,
  subject: 'classic' as const,
  retired: index === 0,
}));

const CONFIGURATIONS: [string, Partial<DistributionInput>][] = [
  ['of whoever deploys', {}],
  ['of an account and region', { pipeline: PIPELINE }],
  [
    'with a stage in another account',
    { pipeline: PIPELINE, stages: { Release: { account: OTHER_ACCOUNT } } },
  ],
  ['with a stage in another region', { pipeline: PIPELINE, stages: { Release: { region: 'eu-central-1' } } }],
  [
    'with a stage in another account and region',
    { pipeline: PIPELINE, stages: { Release: { account: OTHER_ACCOUNT, region: 'eu-central-1' } } },
  ],
  ['with a connection', { source: { repository: 'your-org/image-distribution', connectionArn: CONNECTION } }],
  ['of several images', { images: IMAGES }],
];

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly conclusion: string;
    readonly violations?: readonly { readonly ruleName: string }[];
  }[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
}

describe.each(CONFIGURATIONS)('a distribution %s', (_, changes) => {
  const app = exampleApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new PipelineStack(app, 'PipelineStack', exampleDistribution(changes));
  const { directory } = app.synth({ errorOnDuplicateSynth: false });
  const files = fs.readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const read = (file: string): unknown => JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8'));

  test('has no finding that is not acknowledged', () => {
    const { pluginReports } = read('validation-report.json') as Report;
    const [report] = pluginReports.filter(({ pluginName }) => pluginName === 'AwsSolutions');
    expect(report.violations ?? []).toEqual([]);
    expect(report.conclusion).toBe('success');
  });

  test('allows nobody a family of actions, and few actions on everything', () => {
    const statements = files
      .filter((file) => file.endsWith('.template.json'))
      .flatMap((file) =>
        Object.values((read(file) as { Resources: Record<string, { Properties?: object }> }).Resources),
      )
      .flatMap(({ Properties = {} }) => {
        const { PolicyDocument, KeyPolicy } = Properties as Record<
          string,
          { Statement: Statement[] } | undefined
        >;
        // The first statement of a key's policy hands the key to the account: without it nobody could change it.
        return [...(PolicyDocument?.Statement ?? []), ...(KeyPolicy?.Statement.slice(1) ?? [])];
      })
      .filter(({ Effect }) => Effect === 'Allow');
    expect(statements.length).toBeGreaterThan(10);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    const onEverything = statements.filter(
      ({ Principal, Resource }) => !Principal && [Resource].flat().includes('*'),
    );
    const services = onEverything
      .flatMap(({ Action }) => Action)
      .filter((action) => !action.startsWith('kms:'));
    expect(new Set(services)).toEqual(new Set(['ecr:GetAuthorizationToken']));
  });
});
