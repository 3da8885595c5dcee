import { DISTRIBUTION_TAG, toolkitName } from '../../../lib/names';
import { Environment } from '../settings/environments';
import { stackNames } from './deploy-role';
import { Statement } from './policy-document';

/**
 * The role under which the review reads what is deployed: the templates of our stacks, and nothing else.
 *
 * It is not the deploy role, which may change what it reads. `ListStacks` says names and no more, and of every stack of
 * the region, because AWS knows no resource for it (Service Authorization Reference, "AWS CloudFormation"). Without it a
 * stack that is not there yet could not be told from one that may not be read: on both AWS answers AccessDenied, as
 * neither has the tag.
 *
 * It trusts the account of the pipeline, as the deploy role does: the policies of that account say who may assume it,
 * which are the build's and the operator's.
 *
 * @param name Name of the distribution.
 */
export function reviewRole(environment: Environment, name: string) {
  const { partition, account, region, trusts } = environment;
  const Version = '2012-10-17';
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: toolkitName('review-role', { account, region }),
      AssumeRolePolicyDocument: {
        Version,
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { AWS: `arn:${partition}:iam::${trusts ?? account}:root` },
          },
        ],
      },
      Policies: [
        { PolicyName: 'default', PolicyDocument: { Version, Statement: statements(environment, name) } },
      ],
    },
  };
}

function statements(environment: Environment, name: string): Statement[] {
  const { partition, account, region } = environment;
  return [
    {
      Sid: 'ReadOurTemplates',
      Effect: 'Allow',
      Action: 'cloudformation:GetTemplate',
      Resource: stackNames(environment).map(
        (pattern) => `arn:${partition}:cloudformation:${region}:${account}:stack/${pattern}/*`,
      ),
      Condition: { StringEquals: { [`aws:ResourceTag/${DISTRIBUTION_TAG}`]: name } },
    },
    {
      Sid: 'SeeWhichStacksThereAre',
      Effect: 'Allow',
      Action: 'cloudformation:ListStacks',
      Resource: '*',
    },
  ];
}
