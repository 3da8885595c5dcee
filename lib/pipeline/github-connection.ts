import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import * as codeconnections from 'aws-cdk-lib/aws-codeconnections';
import { Construct } from 'constructs';
import { consoleDomain } from '../console/console-domain';
import { DISTRIBUTION_TAG } from '../names';

export interface GitHubConnectionProps {
  /** Name of the connection, and the value of the tag by which policies know it. */
  readonly distributionName: string;
}

/**
 * A connection of the account to GitHub, for the pipeline to read its repository.
 *
 * CloudFormation leaves it pending: a person completes it in the console, once, at the link of
 * the output (Developer Tools console User Guide, "Update a pending connection").
 */
export class GitHubConnection extends Construct {
  readonly connectionArn: string;

  constructor(scope: Construct, id: string, props: GitHubConnectionProps) {
    super(scope, id);
    const connection = new codeconnections.CfnConnection(this, 'Resource', {
      connectionName: props.distributionName,
      providerType: 'GitHub',
      // Its id is not known before it exists, and an account may have other connections.
      tags: [{ key: DISTRIBUTION_TAG, value: props.distributionName }],
    });
    this.connectionArn = connection.attrConnectionArn;

    const { account, region } = Stack.of(this);
    const connectionId = Fn.select(1, Fn.split('/', this.connectionArn));
    // `npm run connect` and users look for the output by this id, and another would change the templates.
    new CfnOutput(this, 'Handshake', {
      description: 'Finish the connection to GitHub here, once',
      value: `https://${region}.${consoleDomain(Stack.of(this))}/codesuite/settings/${account}/${region}/codeconnections/connections/${connectionId}`,
    });
  }
}
