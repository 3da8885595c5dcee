/** Names of the error by which the services refuse. */
const REFUSALS = ['AccessDenied', 'AccessDeniedException'];

/** Whether a call failed because it is not allowed; CloudFormation passes on what S3 refuses in its own words. */
export function isRefusal({ name, message }: Error): boolean {
  return REFUSALS.includes(name) || message.includes('S3 error: Access Denied');
}
