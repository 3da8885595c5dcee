import { Account } from './account';
import { cdkWithoutApp } from '../shared/cdk';
import { Plan } from './plan/plan';

/**
 * Does what a plan says.
 *
 * @throws Error that names the permission that was missing, when CloudFormation or its caller was refused
 */
export async function deploy({ command, environment }: Plan, account: Account): Promise<void> {
  const { succeeded, output } = await cdkWithoutApp(command);
  if (succeeded) return;
  await account.removeFailedToolkit(environment.region);
  const text = output.replace(/\s+/g, ' '); // the CLI wraps long lines
  const refused = /not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(text);
  const where = `account ${environment.account}, region ${environment.region}`;
  throw new Error(
    refused
      ? `The bootstrap of ${where} was refused: the permission ${refused[1]} on ${refused[2] ?? '*'} is missing. Nothing was changed there. Ask for the permission, or run it as an administrator`
      : `The bootstrap of ${where} failed; CloudFormation says why above. Nothing was changed there`,
  );
}
