import { defineDistribution } from './lib/config';

/** What this distribution distributes: edit it, push it to the branch, approve it in the pipeline. */
export default defineDistribution({
  // This repository, as the pipeline finds it on GitHub. Its branch is `master` unless you say otherwise.
  source: { repository: 'your-org/image-distribution' },

  // Everything goes into the account and region of whoever deploys the pipeline. To spread it:
  // pipeline: { account: '111111111111', region: 'eu-west-1' },
  // stages: { Release: { account: '222222222222' } },

  // Images may be pulled from Release by other accounts too:
  // release: { pullAccounts: ['333333333333'], pullOrganization: 'o-abc123def4' },

  // A user can be in ten groups, which are those of three images. To have one set for all images:
  // groups: 'shared',

  // This account has an identity provider for token.actions.githubusercontent.com already:
  // identityProvider: 'existing',

  // One entry for each image: its name, the GitHub repository that builds it, and the two ids that
  // `gh api repos/your-org/sample-image --jq '.owner.id,.id'` prints, in that order.
  images: [
    { name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 1234567, repositoryId: 89012345 },
  ],
});
