import {
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  RollbackStackCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import distribution from '../../../distribution.config';
import { DISTRIBUTION_TAG } from '../../../lib/names';
import { LocalAccount } from '../../../emulators/account/local-account';
import { toolkitRoleArn } from '../../actors/toolkit-name';
import { Attempt } from '../engine/attempt';
import { EMPTY_TEMPLATE } from '../targets/documents';

const Tags = [{ Key: DISTRIBUTION_TAG, Value: distribution.name }];

/** What changes a stack, as the caller asks for it, and with our tag and our role in the request. */
export function stackChanges(account: LocalAccount, StackName: string): Required<Attempt>[] {
  const { accountId, region } = account;
  const RoleARN = toolkitRoleArn(account, 'cfn-exec');
  const resource = `arn:aws:cloudformation:${region}:${accountId}:stack/${StackName}/*`;
  const context = {
    'cloudformation:RoleArn': RoleARN,
    [`aws:RequestTag/${DISTRIBUTION_TAG}`]: distribution.name,
  };
  const changed = { StackName, TemplateBody: EMPTY_TEMPLATE };
  const changeSet = { ...changed, ChangeSetName: 'ours' };
  const ours = { Tags, RoleARN };
  return [
    {
      name: `${StackName} rewritten`,
      permission: { action: 'cloudformation:UpdateStack', resource },
      call: ({ cloudFormation }) => cloudFormation.send(new UpdateStackCommand(changed)),
    },
    {
      name: `${StackName} rewritten with our tag and role`,
      permission: { action: 'cloudformation:UpdateStack', resource, context },
      call: ({ cloudFormation }) => cloudFormation.send(new UpdateStackCommand({ ...changed, ...ours })),
    },
    {
      name: `a change set for ${StackName}`,
      permission: { action: 'cloudformation:CreateChangeSet', resource },
      call: ({ cloudFormation }) => cloudFormation.send(new CreateChangeSetCommand(changeSet)),
    },
    {
      name: `a change set for ${StackName} with our tag and role`,
      permission: { action: 'cloudformation:CreateChangeSet', resource, context },
      call: ({ cloudFormation }) =>
        cloudFormation.send(new CreateChangeSetCommand({ ...changeSet, ...ours })),
    },
    {
      name: `${StackName} deleted`,
      permission: { action: 'cloudformation:DeleteStack', resource },
      call: ({ cloudFormation }) => cloudFormation.send(new DeleteStackCommand({ StackName })),
    },
    {
      name: `${StackName} deleted with our role`,
      permission: { action: 'cloudformation:DeleteStack', resource, context },
      call: ({ cloudFormation }) => cloudFormation.send(new DeleteStackCommand({ StackName, RoleARN })),
    },
  ];
}

/**
 * Everything that could be tried on a stack of another app.
 *
 * @param ChangeSetName A change set of the stack that its owner has created.
 */
export function stackAttempts(account: LocalAccount, StackName: string, ChangeSetName: string): Attempt[] {
  const RoleARN = toolkitRoleArn(account, 'cfn-exec');
  const changed = { StackName, TemplateBody: EMPTY_TEMPLATE, Tags };
  const theirs = { StackName, ChangeSetName };
  const ours = { ...changed, ChangeSetName: 'ours' };
  const attempt = (what: string, command: object): Attempt => ({
    name: `${StackName} ${what}`,
    // The client takes any command; its type takes one at a time.
    call: ({ cloudFormation }) => cloudFormation.send(command as GetTemplateCommand),
  });
  return [
    ...stackChanges(account, StackName),
    attempt('rewritten with our tag', new UpdateStackCommand(changed)),
    attempt('created again', new CreateStackCommand(changed)),
    attempt('given a change set with our tag', new CreateChangeSetCommand(ours)),
    attempt(
      'given a change set that imports',
      new CreateChangeSetCommand({
        ...ours,
        RoleARN,
        ChangeSetType: 'UPDATE',
        ImportExistingResources: true,
      }),
    ),
    attempt('its change set executed', new ExecuteChangeSetCommand(theirs)),
    attempt('its change set deleted', new DeleteChangeSetCommand(theirs)),
    attempt('its change set read', new DescribeChangeSetCommand(theirs)),
    attempt('rolled back', new RollbackStackCommand({ StackName, RoleARN })),
    attempt('its roll-back continued', new ContinueUpdateRollbackCommand({ StackName, RoleARN })),
    attempt(
      'protected',
      new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: true }),
    ),
    attempt('read', new GetTemplateCommand({ StackName })),
  ];
}
