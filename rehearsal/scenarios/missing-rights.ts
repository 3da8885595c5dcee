import distribution from '../../distribution.config';
import { LocalAccount } from '../account/local-account';
import { changeRegistries } from '../changes';
import { takeRight } from '../missing-right';
import { expectEqual, expectMatch, Scenario } from './scenario';

const { name } = distribution;

const USE = 'codeconnections:UseConnection';

/** Who else lacks which right, in the order in which a release needs them, and what fails for it. */
const CASES = [
  { role: `${name}-synth`, right: 's3:GetObject', stage: 'Build' },
  { role: `${name}-selfupdate`, right: 'sts:AssumeRole', stage: 'UpdatePipeline' },
  { role: 'cdk-slipway-deploy-role', right: 'cloudformation:UpdateStack', stage: 'Development' },
  { role: 'cdk-slipway-cfn-exec-role', right: 'iam:UpdateRole', stage: 'Development' },
];

/** A right that is missing fails its action by name, changes nothing, and the retry goes on. */
export const missingRights: Scenario = {
  name: 'missing-rights',
  summary: 'A role that lacks a right fails its action, which names the right; nothing is half done',
  begins: 'released',

  async run(rehearsal) {
    const { account, pipeline, source } = rehearsal;
    const templates = async () => {
      const stages = [await rehearsal.stage('Development'), await rehearsal.stage('Master')];
      return stages.flatMap((stage) => Object.values(stage).map(({ template }) => template));
    };
    const before = await templates();
    await changeRegistries(source, 'missing-rights');
    const giveSourceBack = await takeRight(account, `${name}-source`, USE);
    const given: (() => Promise<void>)[] = [];
    for (const { role, right } of CASES) given.push(await takeRight(account, nameOf(role, account), right));

    const [{ pipelineExecutionId: last }] = await pipeline.executions();
    const commit = await rehearsal.push('A change for which many rights are missing');
    const id = await pipeline.executionAfter(last);
    expectMatch(`what is said without ${USE}`, await pipeline.failureOf(id), new RegExp(USE));
    await giveSourceBack();
    await pipeline.retry(id, 'Source');
    for (const [index, { right, stage }] of CASES.entries()) {
      const found = await rehearsal.releaseFails(commit);
      expectMatch(`what is said without ${right}`, found, new RegExp(`^${stage} › [^]*${right}`, 'm'));
      expectEqual('the templates', await templates(), before);
      await given[index]();
      await rehearsal.retry(commit, stage);
    }
    await rehearsal.releases(commit);
  },
};

/** The toolkit's roles carry the account and region in their names. */
function nameOf(role: string, { accountId, region }: LocalAccount): string {
  return role.startsWith('cdk-') ? `${role}-${accountId}-${region}` : role;
}
