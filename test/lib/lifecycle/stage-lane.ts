import type { StageName } from '../../../lib/config';
import type { Change } from './image-history';
import { imageRow } from './image-row';
import type { ImageLine } from './image-table';
import { LifecycleRule, lifecycleRules } from './lifecycle-rules';
import type { RepositoryProperties } from './repository-model';
import { element, label } from './svg';
import { at, LEFT, NEXT_YEAR, SHOWN_MONTHS, WIDTH } from './timeline';

const HEAD = 36;
const ROW = 26;
const FOOT = 6;

export function laneHeight(images: number): number {
  return HEAD + images * ROW + FOOT;
}

/** The images of a stage below its name and its rules. */
export function stageLane(
  stage: StageName,
  { LifecyclePolicy }: RepositoryProperties,
  lines: readonly ImageLine[],
  fates: ReadonlyMap<string, readonly Change[]>,
  y: number,
): string {
  const height = laneHeight(lines.length);
  const rules = rulesInWords(lifecycleRules(LifecyclePolicy.LifecyclePolicyText));
  const grid = SHOWN_MONTHS.map(({ to }) =>
    element('line', {
      class: to === NEXT_YEAR ? 'new-year' : 'month',
      x1: at(to),
      x2: at(to),
      y1: y + HEAD - FOOT,
      y2: y + height - FOOT,
    }),
  );
  return element(
    'g',
    {},
    element('rect', { class: 'lane', x: 10, y, width: WIDTH - 20, height, rx: 6 }),
    label(stage, 20, y + 20, 'stage ink'),
    label(rules, LEFT, y + 20, 'small muted'),
    ...grid,
    ...lines.map((line, row) => imageRow(line, fates.get(line.image) ?? [], y + HEAD + (row + 0.5) * ROW)),
  );
}

function rulesInWords(rules: readonly LifecycleRule[]): string {
  const all = rules.some(({ tagStatus, storageClass }) => tagStatus === 'any' && storageClass === 'standard');
  return [...rules.map(ruleInWords), ...(all ? [] : ['all others stay at hand'])].join(' · ');
}

function ruleInWords({ tagStatus, since, days, action }: LifecycleRule): string {
  const which = tagStatus === 'untagged' ? 'untagged, ' : '';
  const when = {
    push: `${days} days after its push`,
    pull: `${days} days without a pull`,
    transition: `${days} days in the archive`,
  }[since];
  return `${which}${when}: ${action === 'expire' ? 'expires' : 'archived'}`;
}
