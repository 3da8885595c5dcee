import * as iam from '@aws-sdk/client-iam';
import { Attempt } from '../engine/attempt';
import { ADMINISTRATOR_ACCESS, ALLOW_EVERYTHING } from '../targets/documents';
import { arnsOf, iamAttempt, IamTargets } from './iam-targets';

const Password = 'Escalation-2-administrator!';

/** New users, and keys, logins and policies of users that exist. */
export function userAttempts(targets: IamTargets): Required<Attempt>[] {
  const { appPolicyArn, others } = targets;
  const { arn, user } = arnsOf(targets);
  const UserName = others.userName;
  return [
    iamAttempt('a user', new iam.CreateUserCommand({ UserName: 'escalation' }), arn('user/escalation')),
    iamAttempt('an access key of another user', new iam.CreateAccessKeyCommand({ UserName }), user),
    iamAttempt(
      'a login of a user without one',
      new iam.CreateLoginProfileCommand({ UserName, Password }),
      user,
    ),
    iamAttempt('the login of another user', new iam.UpdateLoginProfileCommand({ UserName, Password }), user),
    iamAttempt(
      'AdministratorAccess on a user',
      new iam.AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR_ACCESS }),
      user,
      { 'iam:PolicyARN': ADMINISTRATOR_ACCESS },
    ),
    iamAttempt(
      'an inline policy on a user',
      new iam.PutUserPolicyCommand({ UserName, PolicyName: 'escalation', PolicyDocument: ALLOW_EVERYTHING }),
      user,
    ),
    iamAttempt(
      "a policy of the app's on a user",
      new iam.AttachUserPolicyCommand({ UserName, PolicyArn: appPolicyArn }),
      user,
      { 'iam:PolicyARN': appPolicyArn },
    ),
  ];
}
