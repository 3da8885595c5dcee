import { App } from 'aws-cdk-lib';
import distribution from '../../../distribution.config';
import { STAGE_NAMES } from '../../../lib/config';
import { githubSubjects } from '../../../lib/access/github-subjects';
import { PreviousStack } from './previous-stack';
import { registryStack } from '../../../lib/names';

// The app of the previous system: one stack for each stage, with the names of ours.
const app = new App();
const [image] = distribution.images;
for (const stageName of STAGE_NAMES) {
  new PreviousStack(app, registryStack(image.name, stageName), {
    stageName,
    subjects: githubSubjects(image, distribution.stages[stageName].environment),
  });
}
