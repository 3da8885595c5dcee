import * as path from 'node:path';
import distribution from '../../distribution.config';
import { leaveOutChecks } from '../source/checks';
import { CLI_ENVIRONMENT } from '../runner/cli-environment';
import { DIRECTORY, ROOT, WORK_TREE } from '../runner/paths';
import { ReleaseRehearsal } from '../actors/release-rehearsal';
import { runCommand } from '../runner/run-command';
import { PIPELINE_STACK } from '../../lib/names';

/** Just inside the configuration, in whatever style it is written. */
const CONFIGURATION = /(?<=defineDistribution\(\s*\{)/;

/** From the bootstrap to the first release, in an account that has GitHub's identity provider already. */
export async function setUpBesideProvider(rehearsal: ReleaseRehearsal): Promise<void> {
  const { source } = rehearsal;
  const isSaid = Object.values(distribution.stages).every(
    ({ identityProvider }) => identityProvider === 'existing',
  );
  if (!isSaid)
    await source.replace('distribution.config.ts', CONFIGURATION, "\n  identityProvider: 'existing',");
  await rehearsal.bootstrap('--identity-provider=existing');
  await rehearsal.createOperator();
  await rehearsal.step('npx cdk deploy PipelineStack', () => deployPipeline(rehearsal));
  await rehearsal.createApprover();
  await rehearsal.seeSourceFail();
  await rehearsal.finishHandshake();
  await leaveOutChecks(source);
  await rehearsal.releases(await rehearsal.push('First release'));
}

/** The operator deploys the pipeline of the rehearsed tree, because the checkout has not the changed configuration. */
async function deployPipeline({ account, operatorCredentials }: ReleaseRehearsal): Promise<void> {
  const env = { ...account.env(operatorCredentials), ...CLI_ENVIRONMENT };
  const output = path.join(DIRECTORY, 'cdk.out');
  const args = ['deploy', PIPELINE_STACK, '--require-approval=never', `--output=${output}`];
  await runCommand(path.join(ROOT, 'node_modules', '.bin', 'cdk'), args, { cwd: WORK_TREE, env });
}
