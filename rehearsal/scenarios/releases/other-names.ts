import { expectMatch } from '../../observe/expect';
import { AwsGateway } from '../../github-actions/aws-gateway';
import { errorOf } from '../../github-actions/expect-run';
import * as development from '../../github-actions/steps/development-steps';
import { ImageRehearsal, RepositoryNames } from '../../github-actions/steps/image-rehearsal';
import * as master from '../../github-actions/steps/master-steps';
import * as releases from '../../github-actions/steps/release-steps';
import { Rehearsal } from '../../runner/rehearsal';
import { nameEnvironments } from '../../source/changes';
import { Scenario } from '../scenario';
import { imageRepository } from './image-repository';

const NAMES: RepositoryNames = {
  defaultBranch: 'main',
  environments: { Development: 'Pull requests', Master: 'Merged to main', Release: 'To be released' },
  version: '2.0.0',
};

/** An image's repository whose default branch and environments are called otherwise, and its workflows as they are. */
export const otherNames: Scenario = {
  name: 'other-names',
  summary: 'A default branch `main`, and environments with spaces in their names: no workflow is edited',
  begins: 'released',
  programs: imageRepository.programs,

  async run(rehearsal) {
    const { account, source, workTree } = rehearsal;
    const before = await source.head();
    await nameEnvironments(workTree, NAMES.environments);
    await rehearsal.releases(await rehearsal.push('Environments of other names'));
    const gateway = await AwsGateway.listen(account);
    try {
      await tell(rehearsal, await ImageRehearsal.begin(rehearsal, gateway, NAMES));
    } finally {
      await gateway.close();
    }
    await source.restore(before);
    await rehearsal.releases(await rehearsal.push('As it was'));
  },
};

async function tell(rehearsal: Rehearsal, image: ImageRehearsal): Promise<void> {
  await rehearsal.step('The developer pushes by hand, and not from main', () =>
    development.pushByHand(image),
  );
  const pullRequest = await development.openPullRequest(image);
  await rehearsal.step('A pull request pushes, and its job gets no other role', async () => {
    await development.runPullRequests(image, pullRequest);
    await development.reachBeyondDevelopment(image, pullRequest);
  });
  const push = await master.merge(image, pullRequest);
  await rehearsal.step(
    "A merge gets no role without the variables, with a name that is no more or that of another stage's",
    async () => {
      const { github } = image.props;
      const names = ['', 'Master', NAMES.environments.Development];
      for (const name of names) {
        const variables: Record<string, string> = name ? { MASTER_ENVIRONMENT: name } : {};
        const run = await github.withVariables(variables, () => image.start('master.yml', push));
        expectMatch('the merge', errorOf(run), /repository that ends in \/master:\n.*MASTER_ENVIRONMENT/);
      }
    },
  );
  await rehearsal.step('A merge to main pushes what was built, and so do all of its jobs again', async () => {
    await master.runMerge(image, push);
    await master.runMergeAgain(image, push);
  });
  await rehearsal.step('Release copies the same digest, once it is approved', () =>
    releases.release(image, push.sha),
  );
  await rehearsal.step('They leave', () => image.removeMembers());
}
