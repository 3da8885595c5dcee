import { Annotations, App, Validations } from 'aws-cdk-lib';
import * as cxapi from 'aws-cdk-lib/cx-api';
import distribution from '../distribution.config';
import { warningsOf } from '../lib/config';
import { AwsSolutions } from '../lib/least-privilege/rules/aws-solutions';
import { SlipwayChecks } from '../lib/least-privilege/rules/slipway-checks';
import { PIPELINE_STACK } from '../lib/names';
import { PipelineStack } from '../lib/pipeline/pipeline-stack';

// CDK's validation of the templates takes seconds: `npm run verify` asks for it, everyday commands don't.
process.env.CDK_VALIDATION ??= 'false';

// Stack traces would put the paths of this machine into the assembly.
const app = new App({ context: { [cxapi.DISABLE_CREATION_STACK_TRACES]: true } });
Validations.of(app).addPlugins(new AwsSolutions(app), new SlipwayChecks(app));
const stack = new PipelineStack(app, PIPELINE_STACK, { distribution });
for (const warning of warningsOf(distribution)) Annotations.of(stack).addWarningV2('slipway:region', warning);
