import { AwsGateway } from '../../github-actions/aws-gateway';
import * as development from '../../github-actions/steps/development-steps';
import { ImageRehearsal } from '../../github-actions/steps/image-rehearsal';
import * as master from '../../github-actions/steps/master-steps';
import * as releases from '../../github-actions/steps/release-steps';
import { Rehearsal } from '../../runner/rehearsal';
import { Scenario } from '../scenario';

/** The other half: the repository whose images are distributed, begun as a copy of the example. */
export const imageRepository: Scenario = {
  name: 'image-repository',
  summary: 'A copy of examples/sample-image: pushes by hand, a pull request, a merge, a release, an end user',
  begins: 'released',
  programs: ['jq', 'make', 'podman', 'skopeo'],

  async run(rehearsal) {
    const gateway = await AwsGateway.listen(rehearsal.account);
    try {
      await tell(rehearsal, await ImageRehearsal.begin(rehearsal, gateway));
    } finally {
      await gateway.close();
    }
  },
};

async function tell(rehearsal: Rehearsal, image: ImageRehearsal): Promise<void> {
  await rehearsal.step('The developer pushes by hand: not from master, not what is not committed', () =>
    development.pushByHand(image),
  );
  await rehearsal.step("A branch of nearly that name does not overwrite the first one's image", () =>
    development.pushLikeNamed(image),
  );
  const pullRequest = await development.openPullRequest(image);
  await rehearsal.step(
    'A pull request pushes a changed image, over what its tag was; a fork pushes none',
    () => development.runPullRequests(image, pullRequest),
  );
  await rehearsal.step('A job of a branch gets no other role, and may not push elsewhere', () =>
    development.reachBeyondDevelopment(image, pullRequest),
  );

  const push = await master.merge(image, pullRequest);
  await rehearsal.step('A release before anything was merged, or of no version, says so', () =>
    releases.releaseTooEarly(image, push.sha),
  );
  await rehearsal.step('A merge pushes what was built, tagged by commit; the tag stays what it is', () =>
    master.runMerge(image, push),
  );
  await rehearsal.step('All jobs run again build another image, which has a tag of its own', () =>
    master.runMergeAgain(image, push),
  );

  const digest = await rehearsal.step('Release copies the same digest, once it is approved', () =>
    releases.release(image, push.sha),
  );
  await rehearsal.step('What was built and then exchanged is not released', () =>
    releases.exchangeArtifact(image, push.sha),
  );
  await rehearsal.step('A released tag stays what it is, whoever pushes', () =>
    releases.overwriteTags(image, push.sha),
  );
  await rehearsal.step('An end user pulls from Release, by its digest too, and from nowhere else', () =>
    releases.pullRelease(image, push.sha, digest),
  );
  await rehearsal.step('They leave: CloudFormation deletes no group that has members', () =>
    image.removeMembers(),
  );
}
