import { Location, STAGE_NAMES, StageName } from './distribution';
import { hasConnections, isKnownRegion } from './regions';

/** Where things are. */
interface Places {
  readonly notifications?: unknown;
  readonly pipeline: Location;
  readonly stages: Readonly<Record<StageName, Location>>;
}

/**
 * What may well fail on AWS, as far as its regions are known here.
 *
 * It is no mistake: AWS may have more regions by now, and more services in them.
 */
export function warningsOf(places: Places): string[] {
  const { pipeline, stages } = places;
  const regions = new Set([pipeline, ...STAGE_NAMES.map((name) => stages[name])].map(({ region }) => region));
  const unknown = [...regions].filter((region) => region !== undefined && !isKnownRegion(region));
  return [
    ...unknown.map(
      (region) =>
        `${region} is no region that CDK knows. If AWS has it by now, all is well; if not, nothing can be deployed there: correct it in distribution.config.ts.`,
    ),
    ...withoutConnections(pipeline),
    ...withoutFindings(places),
  ];
}

/** Stages of whose findings people are told, as far as they are wanted. */
const WITH_FINDINGS: readonly StageName[] = ['Master', 'Release'];

/** Those of them that are where the pipeline is: ECR tells of a scan where the registry is. */
export function toldStages({ pipeline, stages }: Pick<Places, 'pipeline' | 'stages'>): StageName[] {
  return WITH_FINDINGS.filter(
    (name) => stages[name].account === pipeline.account && stages[name].region === pipeline.region,
  );
}

function withoutFindings(places: Places): string[] {
  const untold = WITH_FINDINGS.filter((name) => !toldStages(places).includes(name));
  if (places.notifications === undefined || untold.length === 0) return [];
  return [
    `Nobody is told of findings in ${untold.join(' and ')}, in another account or region than the pipeline: ECR tells of a scan where the registry is. Approvals and failures are told. docs/notices.md says what to do there.`,
  ];
}

function withoutConnections({ region }: Location): string[] {
  if (region === undefined || !isKnownRegion(region) || hasConnections(region)) return [];
  return [
    `CodePipeline in ${region} reads GitHub by no connection, as far as is known here. If AWS offers it there by now, all is well; if not, the deployment of the pipeline fails: put the pipeline into another region, such as 'eu-west-1'. Stages may be in ${region}.`,
  ];
}
