// The SDK's word about the next version of Node.js is not about what is done here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { REVIEW_SETTINGS } from '../../../lib/pipeline/release/review-build';
import { reviewClient } from '../../shared/deployed/review-client';
import { untilReleased } from './earlier-release';
import { reviewRelease } from './review-release';

/**
 * Reviews a release within the pipeline: what is deployed in Release with the assembly in the working folder.
 *
 * The whole review goes to the log, which is standard error; standard output is what the approval shows.
 */
async function main(): Promise<void> {
  const { short, whole } = await reviewRelease({
    assembly: process.cwd(),
    commitPage: process.env[REVIEW_SETTINGS.commit] ?? '',
    clientFor: reviewClient,
    untilHeld: () =>
      untilReleased({
        client: new CodePipelineClient({}),
        pipelineName: process.env[REVIEW_SETTINGS.pipeline] ?? '',
      }),
  });
  console.error(whole);
  console.log(short);
}

main().catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
