import { z } from 'zod';
import { connectionArn, region, account } from '../fields/aws-fields';
import { branch, repository } from '../fields/github-fields';
import { DeepReadonly, text } from './field';

export const sourceSettings = z
  .strictObject({
    /** `owner/name` of this project's repository on GitHub. */
    repository: text(repository),

    /**
     * Branch whose pushes start the pipeline.
     *
     * @default 'master'
     */
    branch: text(branch).default('master'),

    /**
     * A CodeConnections connection to GitHub that exists already, in the pipeline's account and in any region.
     *
     * @default - one is created, and an output links to where it is completed
     */
    connectionArn: text(connectionArn).optional(),
  })
  .meta({ example: "{ repository: 'your-org/image-distribution' }" });

export const pipelineSettings = z
  .strictObject({
    /**
     * Account of the pipeline, 12 digits; required as soon as a stage says where it is.
     *
     * @default - the account of whoever deploys the pipeline
     */
    account: text(account).optional(),

    /**
     * Region of the pipeline; required as soon as a stage says where it is.
     *
     * @default - the region of whoever deploys the pipeline
     */
    region: text(region).optional(),
  })
  .meta({ example: "{ account: '111111111111', region: 'eu-west-1' }" });

/** An AWS account and region. */
export type Location = DeepReadonly<z.input<typeof pipelineSettings>>;
