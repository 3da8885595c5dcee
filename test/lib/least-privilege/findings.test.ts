import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { SlipwayChecks } from '../../../lib/least-privilege/rules/slipway-checks';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { exampleApp } from '../example-app';
import { exampleDistribution } from '../example-distribution';
import { CONFIGURATIONS } from '../pipeline/configurations';

interface Report {
  readonly pluginReports: readonly { readonly pluginName: string; readonly conclusion: string }[];
}

test.each(CONFIGURATIONS)('a distribution $title has no finding that is not acknowledged', ({ changes }) => {
  const app = exampleApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new SlipwayChecks(app));
  new PipelineStack(app, 'PipelineStack', { distribution: exampleDistribution(changes) });

  // It throws on a finding; the report shows that the rules were looked at.
  const { directory } = app.synth();
  const report = fs.readFileSync(path.join(directory, 'validation-report.json'), 'utf8');
  const { pluginReports } = JSON.parse(report) as Report;
  expect(pluginReports).toContainEqual(
    expect.objectContaining({ pluginName: 'AwsSolutions', conclusion: 'success' }),
  );
});
