import type { ActionContext } from './action-runner';
import { readInput } from './read-input';

/** Bytes of a template within a request; a larger one lies in a bucket ("AWS CloudFormation quotas"). */
const MAX_REQUEST_BYTES = 51_200;

/**
 * The template at `Artifact::path`, as a request to CloudFormation takes it.
 *
 * No page says where CodePipeline keeps a large one, or how large it may be; here it lies beside the artifact, and
 * CloudFormation sets the limit.
 */
export async function stackTemplate(
  context: ActionContext,
  location: string,
): Promise<{ readonly TemplateBody: string } | { readonly TemplateURL: string }> {
  const text = await readInput(context, location);
  if (Buffer.byteLength(text) <= MAX_REQUEST_BYTES) return { TemplateBody: text };
  const [artifact, file] = location.split('::');
  const { bucket, key, region } = context.artifacts.location(artifact);
  const service = context.account.sdk();
  const beside = { bucket, region, key: `${key}.extracted/${file}` };
  await context.artifacts.put(beside, Buffer.from(text), service.credentials, 'application/json');
  return { TemplateURL: `${service.endpoint}/${bucket}/${beside.key}` };
}
