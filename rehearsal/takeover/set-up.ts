import distribution from '../../distribution.config';
import { leaveOutChecks } from '../source/checks';
import { Rehearsal } from '../runner/rehearsal';

/** Just inside the configuration, in whatever style it is written. */
const CONFIGURATION = /(?<=defineDistribution\(\s*\{)/;

/** From the bootstrap to the first release, in an account that has GitHub's identity provider already. */
export async function setUpBesideProvider(rehearsal: Rehearsal): Promise<void> {
  const { workTree } = rehearsal;
  const isConfigured = Object.values(distribution.stages).every(
    ({ identityProvider }) => identityProvider === 'existing',
  );
  if (!isConfigured)
    await workTree.replace('distribution.config.ts', CONFIGURATION, "\n  identityProvider: 'existing',");
  await rehearsal.administrator.bootstrap('--identity-provider=existing');
  await rehearsal.createOperator();
  // Only the work tree has the changed configuration.
  await rehearsal.operator.deployPipeline(rehearsal.operator.commandsInWorkTree);
  await rehearsal.createApprover();
  await rehearsal.connect();
  await leaveOutChecks(workTree);
  await rehearsal.releases(await rehearsal.push('First release'));
}
