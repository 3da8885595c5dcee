import { App } from 'aws-cdk-lib';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { context } from '../../cdk.json';

/** An app with the feature flags and the qualifier of the real one, and like that without stack traces. */
export function exampleApp(): App {
  return new App({ context: { ...context, [cxapi.DISABLE_CREATION_STACK_TRACES]: true } });
}
