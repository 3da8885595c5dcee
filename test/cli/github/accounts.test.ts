import { exampleDistribution } from '../../lib/example-distribution';
import { aws, FIRST, github, said, setUp, stackOf, useStubs } from './rig';

useStubs();

const spread = () =>
  exampleDistribution({
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Release: { account: '444444444444' } },
  });

test.each([
  ['111111111111', ['Development', 'Master'], 'Release (account 444444444444)'],
  ['444444444444', ['Release'], 'Development (account 111111111111), Master (account 111111111111)'],
] as const)(
  'the set-up with credentials of account %s makes %j and names the others',
  async (Account, stages, others) => {
    aws.answers.GetCallerIdentity = () => ({ Account, Arn: `arn:aws:iam::${Account}:user/operator` });
    aws.answers.DescribeStacks = () => ({ Stacks: stages.map((name) => stackOf(name)) });

    expect(await setUp(FIRST, [], spread)).toBe(0);
    expect(Object.keys(github.state.environments).sort()).toEqual(
      stages.map((name) => `your-org/sample-image/${name}`),
    );
    expect(said.text()).toContain(`Left out: ${others}. Run this with the credentials of each`);
  },
);

test('the set-up sets nothing up with credentials of an account that holds none of the stages', async () => {
  aws.answers.GetCallerIdentity = () => ({ Account: '999999999999', Arn: 'arn:aws:iam::999999999999:root' });
  await expect(setUp(FIRST, [], spread)).rejects.toThrow(/credentials are of account 999999999999, expected/);
  expect(github.writes).toEqual([]);
});
