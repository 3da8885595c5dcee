import { STAGE_NAMES, StageName } from '../../../lib/config';
import type { ImageLine } from './image-table';
import { legend, months } from './picture-head';
import { STYLE } from './picture-style';
import type { RepositoryProperties } from './repository-model';
import { laneHeight, stageLane } from './stage-lane';
import { element, label, text } from './svg';
import { WIDTH } from './timeline';
import { inWords, whatBecomes } from './what-becomes';

const TITLE = 'What becomes of images';
const TOP = 112;
const GAP = 14;

/** What becomes of the images of a table, as a timeline: the same bytes for the same table and policies. */
export function picture(
  repositories: Readonly<Record<StageName, RepositoryProperties>>,
  lines: readonly ImageLine[],
): string {
  const told: string[] = [];
  const lanes: string[] = [];
  let y = TOP;
  for (const stage of STAGE_NAMES) {
    const own = lines.filter((line) => line.stage === stage);
    const fates = whatBecomes(repositories[stage], own);
    told.push(...[...fates].map(([image, changes]) => `${stage}, ${image}: ${inWords(changes)}.`));
    lanes.push(stageLane(stage, repositories[stage], own, fates, y));
    y += laneHeight(own.length) + GAP;
  }
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${y}`,
      width: WIDTH,
      height: y,
      role: 'img',
      'aria-labelledby': 'title description',
    },
    element('title', { id: 'title' }, TITLE),
    element('desc', { id: 'description' }, text(told.join(' '))),
    element('style', {}, STYLE),
    hatch(),
    element('rect', { class: 'card', x: 0.5, y: 0.5, width: WIDTH - 1, height: y - 1, rx: 8 }),
    label(TITLE, 20, 32, 'title ink'),
    legend(),
    months(TOP),
    ...lanes,
  )}\n`;
}

function hatch(): string {
  const line = element('line', { class: 'hatch', y2: 6, 'stroke-width': 2.4 });
  const attributes = { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse' };
  return element('defs', {}, element('pattern', { ...attributes, patternTransform: 'rotate(45)' }, line));
}
