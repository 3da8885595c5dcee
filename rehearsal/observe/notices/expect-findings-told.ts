import distribution from '../../../distribution.config';
import { repositoryName } from '../../../lib/names';
import { tellOfScan } from '../../actors/image-scanner';
import type { StagePlaces } from '../../source/stage-places';
import { expectNotices } from './expect-notices';
import { teamOf } from './team-of';

/** Checks that each stage elsewhere than the pipeline tells of its own findings, and of no other ones. */
export async function expectFindingsTold(places: StagePlaces): Promise<void> {
  const [image] = distribution.images;
  for (const stage of ['Master', 'Release'] as const) {
    const place = places[stage];
    const team = await teamOf(place, stage);
    await tellOfScan(place, repositoryName(distribution.name, image, 'Development'), { CRITICAL: 1 });
    await tellOfScan(place, repositoryName(distribution.name, image, stage), { CRITICAL: 2 });
    const where = `account ${place.accountId}, region ${place.region}`;
    await expectNotices(
      team,
      new RegExp(`found 2 critical vulnerabilities in \\S+/${stage.toLowerCase()}, .*, ${where}`),
    );
    await team.close();
  }
}
