import { spawn, SpawnOptions } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** How a command of the CDK CLI ended, and what it printed. */
export interface Outcome {
  readonly succeeded: boolean;
  readonly output: string;
}

/** Runs the CDK CLI of this project on this app, at the terminal; whether it succeeded. */
export async function cdkAtTerminal(args: readonly string[]): Promise<boolean> {
  return (await run(args, { stdio: 'inherit' })).succeeded;
}

/**
 * Runs the CDK CLI of this project without an app; what it prints is shown too.
 *
 * It runs in an empty folder. In the checkout's it would load the plugins that `cdk.json` names, and run the `build`
 * and the `app` in it, even for environments that are named.
 */
export async function cdkWithoutApp(args: readonly string[]): Promise<Outcome> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-bootstrap-'));
  try {
    return await run(args, { cwd: folder, stdio: ['inherit', 'pipe', 'pipe'] });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], options: SpawnOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args], options);
    let output = '';
    const show = (chunk: Buffer) => {
      output += chunk.toString();
      process.stderr.write(chunk);
    };
    child.stdout?.on('data', show);
    child.stderr?.on('data', show);
    child.once('error', reject);
    child.once('close', (code) => resolve({ succeeded: code === 0, output }));
  });
}
