import { LocalAccount } from '../../emulators/account/local-account';

/** What a scan has found, by severity; what was not found is left out. */
type Findings = Readonly<Record<string, number>>;

/**
 * Tells EventBridge of a scan, as Amazon ECR does ("Amazon ECR events and EventBridge", Amazon ECR User Guide).
 *
 * The local account scans nothing; no principal can say that ECR did.
 */
export async function tellOfScan(
  account: LocalAccount,
  repositoryName: string,
  findings: Findings,
): Promise<void> {
  await account.tellEventBridge({
    source: 'aws.ecr',
    detailType: 'ECR Image Scan',
    resources: [`arn:aws:ecr:${account.region}:${account.accountId}:repository/${repositoryName}`],
    detail: {
      'scan-status': 'COMPLETE',
      'repository-name': repositoryName,
      'finding-severity-counts': findings,
      'image-digest': `sha256:${'1a'.repeat(32)}`,
      'image-tags': ['1.0.0'],
    },
  });
}
