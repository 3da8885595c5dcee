/** Where the console is, by partition (AWS General Reference, "AWS service endpoints"). */
const DOMAINS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
};

/**
 * A page of the console, in the partition and region of an ARN.
 *
 * @param path Without a slash at its begin.
 * @returns undefined where it is not known where the partition's console is
 */
export function consolePage(arn: string, path: string): string | undefined {
  const [, partition, , region] = arn.split(':');
  const domain = DOMAINS[partition];
  return domain && `https://${region}.${domain}/${path}?region=${region}`;
}
