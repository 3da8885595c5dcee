import { Distribution, Location, STAGE_NAMES, StageName } from './distribution';
import { hasConnections, isKnownRegion } from './regions';
import { withFindings } from './stages-with-findings';

/** Where things are. */
interface Places {
  readonly notifications?: Pick<NonNullable<Distribution['notifications']>, 'topicArn'>;
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
    ...untoldFindings(places),
  ];
}

/** A topic that exists is reached from where the pipeline is, and a stage elsewhere would need a role of it. */
function untoldFindings({ notifications, ...places }: Places): string[] {
  const { elsewhere } = withFindings(places);
  if (notifications?.topicArn === undefined || elsewhere.length === 0) return [];
  return [
    `The topic of notifications.topicArn is not told of findings in ${elsewhere.join(' and ')}, in another account or region than the pipeline: ECR tells of a scan where the registry is, and EventBridge publishes to topics that are there too. Approvals and failures are told. Name addresses as notifications.emails instead, who are told of all; or make a rule there yourself, as docs/notices.md says.`,
  ];
}

function withoutConnections({ region }: Location): string[] {
  if (region === undefined || !isKnownRegion(region) || hasConnections(region)) return [];
  return [
    `CodePipeline in ${region} reads GitHub by no connection, as far as is known here. If AWS offers it there by now, all is well; if not, the deployment of the pipeline fails: put the pipeline into another region, such as 'eu-west-1'. Stages may be in ${region}.`,
  ];
}
