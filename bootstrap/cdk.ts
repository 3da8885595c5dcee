import { spawn } from 'node:child_process';

/** How a command of the CDK CLI ended, and what it printed. */
export interface Outcome {
  readonly succeeded: boolean;
  readonly stdout: string;

  /** Errors and progress as well. */
  readonly output: string;
}

/** Runs the CDK CLI of this project; what it prints is shown too, unless it is quiet. */
export function cdk(args: readonly string[], { quiet = false } = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args], {
      stdio: ['inherit', 'pipe', 'pipe'],
    });
    let stdout = '';
    let output = '';
    const show = (chunk: Buffer) => {
      output += chunk.toString();
      if (!quiet) process.stderr.write(chunk);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      show(chunk);
    });
    child.stderr.on('data', show);
    child.once('error', reject);
    child.once('close', (code) => resolve({ succeeded: code === 0, stdout, output }));
  });
}
