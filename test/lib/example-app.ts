import { App } from 'aws-cdk-lib';
import { context } from '../../cdk.json';

/** An app with the feature flags and the qualifier of the real one. */
export function exampleApp(): App {
  return new App({ context });
}
