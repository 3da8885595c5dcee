import { execFile } from 'node:child_process';
import * as path from 'node:path';

/** How many characters a failed synth may have printed to be shown whole. */
const MAX_OUTPUT = 50_000_000;

/**
 * Synthesises the app of a checkout into a folder, by its own CDK.
 *
 * @throws Error with what the synth said, when it fails or a rule finds something
 */
export function synthesize(checkout: string, folder: string): Promise<void> {
  const cdk = path.join(checkout, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  // It needs no account, and would look for credentials on a machine in AWS.
  const env = { ...process.env, AWS_EC2_METADATA_DISABLED: 'true' };
  return new Promise((done, fail) => {
    const args = [cdk, 'synth', '--quiet', '--output', folder];
    execFile(
      process.execPath,
      args,
      { cwd: checkout, env, maxBuffer: MAX_OUTPUT },
      (error, stdout, stderr) => {
        if (error) fail(new Error(`the synth of ${checkout} failed:\n${stdout}${stderr}`));
        else done();
      },
    );
  });
}
