import { subjectFindings } from '../../../cli/github/subjects/subject-findings';
import { exampleDistribution } from '../../lib/example-distribution';
import { FIRST, github, said, setUp, useStubs } from './rig';

useStubs();

const REPOSITORY = 'your-org/sample-image';
const CLASSIC = 'repo:your-org/sample-image';
const IMMUTABLE = 'repo:your-org@1234567/sample-image@89012345';
const ADDRESS = 'actions/oidc/customization/sub';
const REUSABLE = ['repo', 'context', 'job_workflow_ref'];

function customize(repository: object, organization?: object): void {
  github.change((state) => {
    state.repositorySubjects[REPOSITORY] = repository;
    if (organization) state.organizationSubjects['your-org'] = organization;
  });
}

/** What is found of one environment, in one phrase; nothing where all is as the roles trust it. */
async function find(subject?: 'classic' | 'immutable'): Promise<string> {
  const ids = { ownerId: 1234567, repositoryId: 89012345 };
  const { images } = exampleDistribution({
    images: [{ name: 'SampleImage', repository: REPOSITORY, ...ids, subject }],
  });
  const release = {
    image: images[0],
    repository: REPOSITORY,
    name: 'Release',
    stageName: 'Release',
  } as const;
  const wanted = { ...release, registryArn: 'arn', secrets: {}, changed: new Date() };
  const { notes, problems } = await subjectFindings([wanted]);
  return [...notes, ...problems].join('\n');
}

test.each<[string, object, object | undefined, RegExp]>([
  [
    'of the repository',
    { use_default: false, include_claim_keys: REUSABLE },
    undefined,
    /presents itself as 'repo:your-org\/sample-image:environment:\w+:job_workflow_ref:…' \(the repository your-org\/sample-image makes it of repo, context, job_workflow_ref\)/,
  ],
  [
    'of the organization, which the repository has opted in to',
    { use_default: false },
    { include_claim_keys: ['repository_owner_id', 'repository_id', 'context'] },
    /presents itself as 'repository_owner_id:…:repository_id:…:environment:\w+' \(the organization your-org makes it of/,
  ],
  [
    'of the repository, in another order',
    { use_default: false, include_claim_keys: ['context', 'repo'] },
    undefined,
    /presents itself as 'environment:\w+:repo:your-org\/sample-image'/,
  ],
])('a subject %s is trusted by no role', async (_, own, org, message) => {
  customize(own, org);

  const found = await find();
  expect(found).toMatch(message);
  expect(found).toMatch(
    /^Every push will be refused: .*, expected 'repo:your-org\/sample-image:environment:Release' or 'repo:your-org@1234567\/.*: unless roles of other apps rely on it, .*gh api --method PUT repos\/your-org\/sample-image\/actions\/oidc\/customization\/sub -F use_default=true$/,
  );
});

test('the set-up says what is refused, does the rest, and leaves the subject as it is', async () => {
  customize({ use_default: false, include_claim_keys: REUSABLE });

  expect(await setUp({ ...FIRST, stage: ['Development'] })).toBe(1);
  expect(said.text()).toContain('Every push will be refused');
  expect(Object.keys(github.state.environments)).toEqual(['your-org/sample-image/Development']);
  expect(github.writes.filter((call) => call.includes('oidc'))).toEqual([]);

  said.lines = [];
  expect(await setUp({ ...FIRST, stage: ['Development'] })).toBe(1);
  expect(said.text()).toContain('Every push will be refused');
  expect(said.text()).not.toContain('GitHub is set up');
});

test.each<[string, object, object | undefined]>([
  ['GitHub makes of itself', {}, undefined],
  ['has ids', { use_immutable_subject: true, sub_claim_prefix: IMMUTABLE }, undefined],
  ['has ids because the organization says so', { sub_claim_prefix: IMMUTABLE }, undefined],
  ['GitHub says no prefix of', { sub_claim_prefix: null }, undefined],
  [
    'is GitHub’s own again, whatever claims are kept',
    { use_default: true, include_claim_keys: REUSABLE },
    undefined,
  ],
  [
    'the organization customizes, without the repository having opted in',
    { use_default: true },
    { include_claim_keys: ['repository_owner'] },
  ],
  [
    'comes to the same',
    { use_default: false, include_claim_keys: ['repo', 'environment'] },
    { include_claim_keys: ['repository_owner'] },
  ],
  ['the organization has set back', { use_default: false }, { include_claim_keys: ['repo', 'context'] }],
])('nothing is found of a subject that %s', async (_, own, org) => {
  customize(own, org);
  expect(await find()).toBe('');
});

test.each([
  ['classic', IMMUTABLE, CLASSIC],
  ['immutable', CLASSIC, IMMUTABLE],
  [undefined, 'repo:your-org/renamed-image', CLASSIC],
] as const)('a role that trusts %s does not trust %s', async (subject, prefix, trusted) => {
  customize({ sub_claim_prefix: prefix });

  const found = await find(subject);
  expect(found).toContain(`presents itself as '${prefix}:environment:Release'`);
  expect(found).toContain(`expected '${trusted}:environment:Release'`);
  expect(found).toMatch(/let the entry of SampleImage in distribution\.config\.ts name .* as GitHub does/);
});

test('a repository of a person has no organization to ask', async () => {
  customize({ use_default: false });
  github.change((state) => {
    state.repositories[REPOSITORY].owner.type = 'User';
  });
  expect(await find()).toBe('');
});

test.each([
  [`repos/${REPOSITORY}/${ADDRESS}`, {}],
  [`orgs/your-org/${ADDRESS}`, { use_default: false }],
])('what may not be read at %s is said, and who may', async (address, own) => {
  customize(own, { include_claim_keys: ['repo', 'context'] });
  github.change((state) => {
    state.refusals = { [`GET ${address}`]: 'Resource not accessible by personal access token (HTTP 403)' };
  });

  expect(await find()).toMatch(
    /^Not known: the subject of the jobs of your-org\/sample-image, .*\(HTTP 403\).* the scopes repo and read:org/,
  );
});
