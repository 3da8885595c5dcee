import * as path from 'node:path';
import {
  CloudFormationClient,
  DeleteStackCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { AccountRehearsal, ASSEMBLY } from './account-rehearsal';
import { CLI_ENVIRONMENT } from '../runner/cli-environment';
import { ROOT, WORK_TREE } from '../runner/paths';
import { runCommand } from '../runner/run-command';

const DAY = 24 * 60 * 60 * 1000;

/** In which `npm run connect` has noticed a handshake, and CloudFormation has deleted a stack. */
const LONGEST_SECONDS = 120;

/** What an operator does on a bad day, with the commands that are documented for it, and what they wait for. */
export class OperatorRehearsal extends AccountRehearsal {
  /** `npm run connect`, as the operator, until it waits for the handshake; `done` is what it has said in the end. */
  async connect(): Promise<{ readonly done: Promise<string> }> {
    const env = { ...this.account.env(this.operatorCredentials), ...CLI_ENVIRONMENT };
    return this.step('npm run connect', async (display) => {
      let done = Promise.resolve('');
      const waits = new Promise<void>((resolve) => {
        const onOutput = (text: string) => {
          for (const line of text.split('\n')) display.line(line);
          if (text.includes('Waiting')) resolve();
        };
        const options = { cwd: ROOT, env, onOutput, longestSeconds: LONGEST_SECONDS };
        done = runCommand('npm', ['run', '--silent', 'connect'], options);
      });
      // Whoever waits for it hears of its failure, even if that comes before they do.
      done.catch(() => undefined);
      await Promise.race([waits, done]);
      return { done };
    });
  }

  /** `npm run adopt`, in the rehearsed tree, as the operator. */
  async adopt(...stacks: string[]): Promise<void> {
    const env = { ...this.account.env(this.operatorCredentials), ...CLI_ENVIRONMENT };
    const command = [
      path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'),
      'cli/main.ts',
      'adopt',
      ...stacks,
    ];
    await this.step(`npm run adopt -- ${stacks.join(' ')}`, () =>
      runCommand(process.execPath, command, { cwd: WORK_TREE, env }),
    );
  }

  /** `npx cdk deploy` of the rehearsed tree, as the operator. */
  async deploy(...what: string[]): Promise<void> {
    const env = { ...this.account.env(this.operatorCredentials), ...CLI_ENVIRONMENT };
    const args = ['deploy', '--require-approval=never', `--output=${ASSEMBLY}`, ...what];
    await this.step(`npx cdk deploy ${what.join(' ')}`, () =>
      runCommand(path.join(ROOT, 'node_modules', '.bin', 'cdk'), args, { cwd: WORK_TREE, env }),
    );
  }

  /** `npm run status`, as the operator; returns what it says. */
  async status(): Promise<string> {
    return this.step('npm run status', () => this.npm(this.operatorCredentials, 'run', '--silent', 'status'));
  }

  /** `npm run registries`, as the operator; returns what it prints. */
  registries(imageName: string): Promise<string> {
    return this.npm(this.operatorCredentials, 'run', '--silent', 'registries', '--', imageName);
  }

  /** `npm run access-policy`, as the operator; returns what it prints. */
  accessPolicy(people: 'developers' | 'end-users'): Promise<string> {
    return this.npm(this.operatorCredentials, 'run', '--silent', 'access-policy', '--', people);
  }

  /** An administrator deletes a stack, as the operator is told to have done, and waits until it is gone. */
  async deleteStack(StackName: string): Promise<void> {
    await this.step(`aws cloudformation delete-stack --stack-name ${StackName}`, async () => {
      const client = new CloudFormationClient(this.account.sdk());
      await client.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete(
        { client, maxWaitTime: LONGEST_SECONDS, minDelay: 1 },
        { StackName },
      );
    });
  }

  /** Lets days pass for whatever waits for an answer. */
  async letDaysPass(days: number): Promise<void> {
    await this.step(`${days} day(s) pass`, () => {
      this.rehearsal.clock.advance(days * DAY);
      return Promise.resolve();
    });
  }
}
