import { ActionFailure } from '../execution/action-failure';
import type { ActionContext } from './action-runner';
import { readZipped } from '../artifacts/zip';

/**
 * Reads `Artifact::path` from the input of an action.
 *
 * @throws ActionFailure when the artifact has no such file
 */
export async function readInput(
  { artifacts, credentials }: ActionContext,
  location: string,
): Promise<string> {
  const [artifact, file] = location.split('::');
  const archive = await artifacts.get(artifacts.location(artifact), credentials);
  const text = await readZipped(archive, file);
  if (text !== undefined) return text;
  throw new ActionFailure(
    'ConfigurationError',
    `The artifact ${artifact} has no file ${file}, which the action names`,
  );
}
