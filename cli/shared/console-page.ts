import { CONSOLE_DOMAINS } from '../../lib/console/domains';

/**
 * A page of the console, in the partition and region of an ARN.
 *
 * @param path Without a slash at its begin.
 * @returns undefined where it is not known where the partition's console is
 */
export function consolePage(arn: string, path: string): string | undefined {
  const [, partition, , region] = arn.split(':');
  const domain = CONSOLE_DOMAINS[partition];
  return domain && `https://${region}.${domain}/${path}?region=${region}`;
}
