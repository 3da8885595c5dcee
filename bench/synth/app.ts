import { App } from 'aws-cdk-lib';
import distribution from '../../distribution.config';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { PIPELINE_STACK } from '../../lib/names';

// The same stages as those of `bin/app.ts`, without rules.
new PipelineStack(new App(), PIPELINE_STACK, { distribution });
