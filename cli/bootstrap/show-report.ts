import { OtherAccount } from './other-accounts';
import { showPlan } from './plan/show-plan';
import { BootstrapReport } from './report';

/** What may fail, the plans for a person to read, and below them the other accounts. */
export function showReport({ plans, otherAccounts, warnings }: BootstrapReport): string {
  const others = [
    'Other accounts, to be bootstrapped with credentials of their own:',
    ...otherAccounts.map(showOtherAccount),
  ];
  return [...warnings, ...plans.map(showPlan), ...(otherAccounts.length > 0 ? [others.join('\n')] : [])]
    .map((part) => `${part}\n`)
    .join('\n');
}

function showOtherAccount({ environment, isReady }: OtherAccount): string {
  const { account, region, hasPipeline, stages } = environment;
  const holds = [...(hasPipeline ? ['the pipeline'] : []), ...stages].join(', ');
  const state = isReady === undefined ? '' : `: ${isReady ? READY : NOT_READY}`;
  return `  account ${account}, region ${region} (${holds})${state}`;
}

const READY = 'ready, the pipeline may deploy there';
const NOT_READY = 'not ready, it is not bootstrapped or does not trust this account';
