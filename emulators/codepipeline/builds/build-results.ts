import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { ActionFailure } from '../execution/action-failure';
import type { ArtifactStore } from '../artifacts/artifact-store';
import type { Credentials } from '../aws/aws-access';
import { zip } from '../artifacts/zip';
import type { Buildspec } from './buildspec';
import { outputFiles } from './output-files';

const SHELL_ENDED = 'Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: a command ended the shell';

/** What the script wrote about the command that failed, if one did. */
export async function readFailure(file: string): Promise<string> {
  const failure = await fs.readFile(file, 'utf8').catch(() => '');
  return failure || SHELL_ENDED;
}

/**
 * Variables that the script wrote: names and values, each ended by a NUL.
 *
 * @throws ActionFailure when there is no file: a command has ended the shell, as if all were well
 */
export async function readExported(file: string): Promise<Record<string, string>> {
  const text = await fs.readFile(file, 'utf8').catch(() => {
    throw new ActionFailure('JobFailed', SHELL_ENDED);
  });
  const parts = text.split('\0').slice(0, -1);
  const names = parts.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [name, parts[2 * index + 1]]));
}

export interface UploadOutputsProps {
  readonly spec: Buildspec;

  /** Names of the artifacts that the pipeline expects. */
  readonly outputs: readonly string[];
  readonly source: string;
  readonly artifacts: ArtifactStore;
  readonly credentials: Credentials;
}

/** @throws ActionFailure when the buildspec describes another number of artifacts, or files are missing */
export async function uploadOutputs(props: UploadOutputsProps): Promise<void> {
  const { artifacts, credentials, outputs, source, spec } = props;
  for (const output of outputs) {
    const files = outputs.length > 1 ? spec.artifacts?.['secondary-artifacts'][output] : spec.artifacts;
    if (!files) {
      throw new ActionFailure(
        'JobFailed',
        `Phase: UPLOAD_ARTIFACTS, Code: CLIENT_ERROR, Message: the buildspec describes no artifact ${output}`,
      );
    }
    const base = path.resolve(source, files['base-directory']);
    const location = artifacts.newLocation(output);
    await artifacts.put(location, await zip(base, await outputFiles(base, files.files)), credentials);
    artifacts.publish(output, location);
  }
}
