import { App } from 'aws-cdk-lib';
import distribution from '../../distribution.config';
import { STAGE_NAMES } from '../../lib/config';
import { githubSubjects } from '../../lib/github-subjects';
import { SeedStack } from './seed-stack';

// The app that Slipway replaces: one stack for each stage, called as ours are.
const app = new App();
const [image] = distribution.images;
for (const stageName of STAGE_NAMES) {
  new SeedStack(app, `${image.name}${stageName}`, {
    stageName,
    subjects: githubSubjects(image, distribution.stages[stageName].environment),
  });
}
