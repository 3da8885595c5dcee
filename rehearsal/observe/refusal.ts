/** How the services name the error by which they refuse. */
const REFUSALS: readonly string[] = ['AccessDenied', 'AccessDeniedException'];

/**
 * Whether an error says that the caller lacks a permission.
 *
 * CloudFormation hands on in words of its own what S3 refuses, and the calls of CodeConnections, which no SDK
 * makes, have no name for it.
 */
function isRefusal({ name, message }: Error): boolean {
  return (
    REFUSALS.includes(name) ||
    message.includes('S3 error: Access Denied') ||
    (name === 'Error' && message.includes('not authorized to perform'))
  );
}

/** Whether a call is refused outright; one that fails for another reason was let through, and counts as done. */
export async function isRefused(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    return isRefusal(error as Error);
  }
}

/**
 * Whether a call is done, and not refused.
 *
 * @param refusals Names of the errors by which it is refused. @default - those of a missing permission
 * @throws whatever else it fails with
 */
export async function isAllowed(call: Promise<unknown>, refusals?: readonly string[]): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    const { name } = error as Error;
    if (refusals ? refusals.includes(name) : isRefusal(error as Error)) return false;
    throw error;
  }
}

/** Checks that a call is refused, by the name of its error. @throws whatever else it fails with */
export async function expectRefused(call: Promise<unknown>, name: string): Promise<void> {
  if (await isAllowed(call, [name])) throw new Error(`expected ${name}, but it was done`);
}
