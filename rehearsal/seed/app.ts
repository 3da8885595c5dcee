import { App } from 'aws-cdk-lib';
import distribution from '../../distribution.config';
import { STAGE_NAMES } from '../../lib/config';
import { githubSubjects } from '../../lib/access/github-subjects';
import { SeedStack } from './seed-stack';
import { registryStack } from '../../lib/names';

// The app that Slipway replaces: one stack for each stage, called as ours are.
const app = new App();
const [image] = distribution.images;
for (const stageName of STAGE_NAMES) {
  new SeedStack(app, registryStack(image.name, stageName), {
    stageName,
    subjects: githubSubjects(image, distribution.stages[stageName].environment),
  });
}
