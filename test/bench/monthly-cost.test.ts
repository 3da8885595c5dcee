import type { ActionSize } from '../../bench/assembly-sizes';
import { Bought, Month, monthlyCost } from '../../bench/monthly-cost';

const MONTH: Month = {
  pushes: 20,
  minutes: { Synth: 2.5, SelfMutate: 2, CodeStarSourceConnection: 1, CloudFormation: 1 },
  gigabytes: 3,
  archived: 0.5,
  months: 12,
};

const ACTIONS: readonly ActionSize[] = [
  { stage: 'Source', name: 'GitHub', provider: 'CodeStarSourceConnection' },
  { stage: 'Build', name: 'Synth', provider: 'CodeBuild' },
  { stage: 'UpdatePipeline', name: 'SelfMutate', provider: 'CodeBuild' },
  { stage: 'Development', name: 'OneDevelopment.Deploy', provider: 'CloudFormation' },
  { stage: 'Release', name: 'Approve', provider: 'Manual' },
];

const BOUGHT: Bought = { images: 10, sizes: { actions: ACTIONS, assembly: 3e6, keys: 0 }, source: 2e6 };

function dollars(name: string, bought = BOUGHT, month = MONTH): number | undefined {
  return monthlyCost(bought, month).find((line) => line.name === name)?.dollars;
}

describe('what a month costs', () => {
  test('an action is paid by the minute that it began, an approval not at all', () => {
    // 20 × (1 + 3 + 2 + 1) = 140 minutes, of which 100 are free
    expect(dollars('CodePipeline')).toBeCloseTo(40 * 0.002);
  });

  test('a build is paid for beside its action', () => {
    // 20 × (3 + 2) = 100 minutes are free; 21 pushes take five more
    expect(dollars('CodeBuild')).toBe(0);
    expect(dollars('CodeBuild', BOUGHT, { ...MONTH, pushes: 21 })).toBeCloseTo(5 * 0.005);
  });

  test('images are stored in three stages, and archived in two', () => {
    // 10 × 3 GB × 3 stages, half of those of two stages in the archive
    expect(dollars('ECR, standard')).toBeCloseTo(60 * 0.1);
    expect(dollars('ECR, archive')).toBeCloseTo(30 * 0.1);
  });

  test('artifacts of each push pile up', () => {
    // 12 × 20 × 5 MB
    expect(dollars('S3, artifacts')).toBeCloseTo(1.2 * 0.023);
  });

  test('a key costs a dollar, and its use something beyond what is free', () => {
    const sizes = { ...BOUGHT.sizes, keys: 1 };
    expect(dollars('KMS, keys', { ...BOUGHT, sizes })).toBe(1);
    expect(dollars('KMS, requests', { ...BOUGHT, sizes })).toBe(0);
    // 10,000 pushes × 4 actions
    expect(dollars('KMS, requests', { ...BOUGHT, sizes }, { ...MONTH, pushes: 10_000 })).toBeCloseTo(
      2 * 0.03,
    );
    expect(dollars('KMS, requests', BOUGHT, { ...MONTH, pushes: 10_000 })).toBe(0);
  });

  test('the arithmetic is shown', () => {
    expect(monthlyCost(BOUGHT, MONTH)[0].arithmetic).toBe(
      '20 pushes × 7 minutes of 4 actions, 100 free = 40 minutes × $0.002',
    );
  });

  test('rejects an action of which nothing says how long it takes', () => {
    const actions = [{ stage: 'Test', name: 'Scan', provider: 'Inspector' }];
    expect(() => monthlyCost({ ...BOUGHT, sizes: { ...BOUGHT.sizes, actions } }, MONTH)).toThrow(
      'nothing says how long Scan (Inspector) takes',
    );
  });
});
