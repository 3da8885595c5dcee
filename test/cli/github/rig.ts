import * as fs from 'node:fs';
import { SetUpOptions, setUpGitHub } from '../../../cli/github/set-up';
import { Distribution } from '../../../lib/config';
import { exampleDistribution } from '../../lib/example-distribution';
import { AwsStub } from '../shared/aws-stub';
import { GitHubStub } from './github-stub';

export const CONFIGURATION = `export default defineDistribution({
  images: [
    { name: 'SampleImage', repository: 'your-org/sample-image', ownerId: 1234567, repositoryId: 89012345 }, // ours
  ],
});
`;
export const FIRST = { reviewer: ['alice', 'your-org/releasers'], owner: ['your-org/platform'] };
export const BRANCH = 'your-org/image-distribution/master';
export const RELEASE = 'your-org/sample-image/Release';

export let aws: AwsStub;
export let github: GitHubStub;
export const said = { lines: [] as string[], text: () => said.lines.join('\n') };

/** Gives each test of a file a GitHub with two repositories, and an account in which one image is released. */
export function useStubs(): void {
  // Each command is a process of its own, and other tests run beside these.
  jest.setTimeout(180_000);
  beforeAll(async () => {
    aws = await AwsStub.listen();
  });
  beforeEach(() => {
    github = new GitHubStub();
    said.lines = [];
    fs.writeFileSync('distribution.config.ts', CONFIGURATION);
    aws.answers = {
      DescribeStacks: () => ({ Stacks: ['Development', 'Master', 'Release'].map((name) => stackOf(name)) }),
    };
  });
  afterEach(() => github.remove());
  afterAll(() => aws.close());
}

/** The stack of an image in a stage; what it outputs of others than the shipped one ends in their names. */
export function stackOf(stageName: string, imageName = 'SampleImage') {
  const own = `${stageName}${imageName.replace('SampleImage', '')}`;
  const outputs = {
    GitHubRegion: 'eu-west-1',
    GitHubRoleArn: `role-${own}`,
    ImageRepositoryArn: `arn-${own}`,
  };
  return {
    StackName: `${imageName}${stageName}`,
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: '2026-11-24T00:00:00Z',
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}

/** `npm run github -- --yes`. */
export function setUp(
  options: Partial<SetUpOptions> = {},
  images: string[] = [],
  load: () => Distribution = () => exampleDistribution(),
): Promise<number> {
  const all = { reviewer: [], reviewers: true, owner: [], stage: [], yes: true, ...options };
  return setUpGitHub(
    () => Promise.resolve().then(load),
    images,
    all,
    (text) => void said.lines.push(text),
  );
}
