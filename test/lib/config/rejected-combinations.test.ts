import { define, expectMistake, MINIMAL, PLACED, refusal, withImages, withRelease } from './refusal';

describe('ids', () => {
  const command = "`gh api repos/your-org/sample-image --jq '.owner.id,.id'`";

  test.each([
    ['no ids', { ownerId: undefined, repositoryId: undefined }, 'no ownerId and no repositoryId'],
    ['one id without the other', { repositoryId: undefined }, 'no repositoryId'],
    ['immutable subjects without ids', { subject: 'immutable', ownerId: undefined }, 'no ownerId'],
  ])('rejects %s', (_title, image, received) => {
    expectMistake(withImages(image), {
      path: 'images[0]',
      received,
      expected: 'repositories created since July 2026 present themselves with ids',
      fix: command,
    });
  });

  test("offers subject: 'classic' to whoever said nothing, but not to whoever said 'immutable'", () => {
    const fix = (subject?: string) => refusal(withImages({ ownerId: undefined, subject })).mistakes[0].fix;
    expect(fix()).toContain("subject: 'classic'");
    expect(fix('immutable')).not.toContain('classic');
  });

  test('are not said to be missing where they, or the subject, are mistaken', () => {
    const image = { ownerId: -1, repositoryId: '?' };
    expect(refusal(withImages(image)).mistakes).toHaveLength(2);
    expect(refusal(withImages({ subject: 'clasic', ownerId: undefined })).mistakes).toHaveLength(1);
  });
});

describe('what GitHub says once', () => {
  const APP = { name: 'App', repository: 'your-org/app', repositoryId: 2 };

  test.each([
    [
      'one repositoryId for two repositories',
      { ...APP, repositoryId: 89012345 },
      'repositoryId',
      '89012345',
      "another id than that of images[0], whose repository is 'your-org/sample-image' and not 'your-org/app'",
      'gh api repos/your-org/app --jq .id',
    ],
    [
      'one repository with two ids',
      { name: 'App', repositoryId: 2 },
      'repositoryId',
      '2',
      'the id that images[0] has (89012345)',
      'gh api repos/your-org/sample-image --jq .id',
    ],
    [
      'two ownerIds for one owner',
      { ...APP, ownerId: 3 },
      'ownerId',
      '3',
      "the id that images[0] has (1234567), which is of the same owner 'your-org'",
      'gh api repos/your-org/app --jq .owner.id',
    ],
    [
      'one ownerId for two owners',
      { ...APP, repository: 'other/app' },
      'ownerId',
      '1234567',
      "another id than that of images[0], whose owner is 'your-org' and not 'other'",
      'gh api repos/other/app --jq .owner.id',
    ],
    [
      'two spellings of a repository',
      { name: 'App', repository: 'your-org/Sample-Image' },
      'repository',
      "'your-org/Sample-Image'",
      "the repository spelt as in images[0] ('your-org/sample-image')",
      'full_name',
    ],
    [
      'two spellings of an owner',
      { ...APP, repository: 'Your-Org/app' },
      'repository',
      "'Your-Org/app'",
      "the owner spelt as in images[0] ('your-org')",
      'full_name',
    ],
    [
      'two spellings of an owner in one repository',
      { name: 'App', repository: 'Your-Org/sample-image' },
      'repository',
      "'Your-Org/sample-image'",
      "the owner spelt as in images[0] ('your-org')",
      'full_name',
    ],
  ])('rejects %s', (_title, image, key, received, expected, fix) => {
    expectMistake(withImages({}, image), { path: `images[1].${key}`, received, expected, fix });
  });

  test('is not asked of retired images, whose names may have new owners', () => {
    const old = { name: 'Old', repository: 'your-org/old', ownerId: 3, repositoryId: 89012345 };
    expect(define(withImages({ ...old, retired: true }, {}, { name: 'Other' })).images).toHaveLength(3);
    expect(refusal(withImages(old, {})).mistakes).toHaveLength(2);
  });
});

describe('names', () => {
  test.each([
    ['that are there twice', 'App', 'App', 'not also that of images[0]', 'remove the entry'],
    [
      'with one repository',
      'HTTPServer',
      'HttpServer',
      "both repositories would be called 'http-server'",
      'rename',
    ],
    ['whose stacks differ in case only', 'Foobar', 'FooBar', 'differ in upper and lower case only', 'rename'],
  ])('rejects names %s', (_title, first, second, expected, fix) => {
    const configuration = withImages({ name: first }, { name: second });
    expectMistake(configuration, { path: 'images[1].name', received: `'${second}'`, expected, fix });
  });
});

describe('places', () => {
  const Release = { account: '222222222222' };

  test.each([
    ['an account', undefined, { Release }, 'nothing', 'since Release has', 'add account and region'],
    [
      'a region',
      { account: '111111111111' },
      { Master: { region: 'us-east-1' } },
      '1',
      'Master has',
      'add region',
    ],
  ])(
    'rejects a stage with %s of its own if the pipeline has none',
    (_title, pipeline, stages, received, expected, fix) => {
      expectMistake({ ...MINIMAL, pipeline, stages }, { path: 'pipeline', received, expected, fix });
    },
  );

  test('rejects a stage in another partition than the pipeline', () => {
    expectMistake(withRelease({ region: 'cn-north-1' }), {
      path: 'stages.Release.region',
      received: "'cn-north-1'",
      expected: 'a region of partition aws, in which the pipeline is',
      fix: "such as 'eu-west-1'",
    });
  });

  const connectedTo = (connectionArn: string) => ({
    ...PLACED,
    source: { ...MINIMAL.source, connectionArn },
  });

  test.each([
    [
      'partition',
      'arn:aws-cn:codeconnections:cn-north-1:111111111111:connection/a',
      'a connection of partition aws',
    ],
    [
      'account',
      'arn:aws:codeconnections:eu-west-1:222222222222:connection/a',
      'a connection of account 111111111111',
    ],
  ])('rejects a connection of another %s than the pipeline', (_of, arn, expected) => {
    const mistake = { path: 'source.connectionArn', received: arn, expected, fix: 'leave it out' };
    expectMistake(connectedTo(arn), mistake);
  });

  test('takes a connection of another region, for connections are in all of them', () => {
    const arn = 'arn:aws:codeconnections:us-east-1:111111111111:connection/a';
    expect(define(connectedTo(arn)).source.connectionArn).toBe(arn);
  });

  test('rejects two answers about the identity provider of one account', () => {
    expectMistake(withRelease({ identityProvider: 'existing' }), {
      path: 'stages.Release.identityProvider',
      received: "'existing'",
      expected: "'create', as for Development: both are in account 111111111111",
      fix: 'say the same for both',
    });
  });

  test('rejects two answers about an account that two stages share apart from the pipeline', () => {
    const Master = { ...Release, identityProvider: 'existing' };
    expectMistake(
      { ...PLACED, stages: { Master, Release } },
      {
        path: 'stages.Release.identityProvider',
        received: "'create'",
        expected: "'existing', as for Master: both are in account 222222222222",
        fix: 'say the same for both',
      },
    );
  });

  test.each(['master', 'Master', 'development'])(
    'rejects the environment %s for two stages',
    (environment) => {
      expectMistake(withRelease({ environment }), {
        path: 'stages.Release.environment',
        received: `'${environment}'`,
        expected: 'another environment than that of',
        fix: "such as 'Release'",
      });
    },
  );
});

test('rejects an expiry without an archive', () => {
  expectMistake(withRelease({ lifecycle: { expireArchivedAfterDays: 90 } }), {
    path: 'stages.Release.lifecycle.expireArchivedAfterDays',
    received: '90',
    expected: 'archiveUnpulledAfterDays beside it, since Release archives nothing by itself',
    fix: 'add archiveUnpulledAfterDays',
  });
});

describe('pulls from other accounts', () => {
  const pulls = (...pullAccounts: string[]) => ({ ...PLACED, release: { pullAccounts } });

  test('rejects the account of Release itself, wherever that is', () => {
    const mistake = {
      path: 'release.pullAccounts[1]',
      received: "'111111111111'",
      expected: 'another account than the one of Release',
      fix: 'EndUserGroupName',
    };
    expectMistake(pulls('222222222222', '111111111111'), mistake);
    const stages = { Release: { account: '222222222222' } };
    expect(define({ ...pulls('111111111111'), stages }).images[0].release.pullAccounts).toHaveLength(1);
    const images = withImages({ release: { pullAccounts: ['222222222222'] } }).images;
    expect(refusal({ ...PLACED, stages, images }).mistakes.map(({ path }) => path)).toEqual([
      'images[0].release.pullAccounts[0]',
    ]);
  });

  test('rejects an account that is there twice', () => {
    expectMistake(pulls('222222222222', '333333333333', '222222222222'), {
      path: 'release.pullAccounts[2]',
      received: "'222222222222'",
      expected: 'each account once',
      fix: 'remove it',
    });
  });

  test('rejects more accounts than the policy of a repository has room for', () => {
    const accounts = Array.from({ length: 241 }, (_, index) => String(222222222222 + index));
    expect(define(pulls(...accounts.slice(1))).images[0].release.pullAccounts).toHaveLength(240);
    expectMistake(pulls(...accounts), {
      path: 'release.pullAccounts',
      received: '241 accounts',
      expected: 'at most 240',
      fix: 'pullOrganization',
    });
  });
});

describe("the pipeline's actions", () => {
  const stages = { Release: { account: '222222222222' } };
  const images = (count: number) =>
    withImages(...Array.from({ length: count }, (_, index) => ({ name: `Image${index}` }))).images;

  test.each([
    [164, { groups: 'shared', identityProvider: 'existing' }, 7],
    [164, { groups: 'shared' }, 8],
    [163, { ...PLACED, groups: 'shared', stages }, 9],
    [163, { ...PLACED, groups: 'shared', stages, notifications: { emails: ['team@example.com'] } }, 10],
  ])('takes %i images and rejects more with %j', (most, more, others) => {
    const configuration = (count: number) => ({ ...MINIMAL, ...more, images: images(count) });
    expect(define(configuration(most)).images).toHaveLength(most);
    expectMistake(configuration(most + 1), {
      path: 'images',
      received: `${most + 1} images`,
      expected: `at most ${most}: CodePipeline takes 500 actions in a pipeline, of which each image has 3, and ${others} are not of images`,
      fix: 'of their own in other accounts',
    });
  });

  test('leaves room for shared groups where each image has its own, which is the way out of too many', () => {
    const { mistakes } = refusal({ ...MINIMAL, images: images(165) });
    expect(mistakes.map(({ expected }) => expected.slice(0, 12))).toEqual(['at most 164:', 'at most 73 t']);
  });
});

describe('groups', () => {
  const images = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, index) => ({
      name: `Image${index}`,
      repository: 'your-org/images',
      subject: 'classic',
      ...more,
    }));
  const mistake = (configuration: object) =>
    refusal({ ...PLACED, ...configuration }).mistakes.find(({ expected }) => expected.includes('IAM takes'));

  test('rejects images whose groups an account does not take, and says which do', () => {
    const taken = (configuration: object) => define({ ...PLACED, ...configuration }).images;
    expect(taken({ images: images(73) })).toHaveLength(73);
    expect(mistake({ images: images(74) })).toEqual({
      path: 'images',
      received: '74 images, which have 297 groups in account 111111111111',
      expected:
        'at most 73 there: IAM takes 300 groups in an account, an image has 4, and as many are kept free for shared ones',
      fix: "write groups: 'shared', with which all images of a stage share its groups",
    });
    expect(taken({ images: images(74), groups: 'shared' })).toHaveLength(74);
  });

  test('counts the groups of each account, and none of images that are retired', () => {
    const stages = { Release: { account: '222222222222' } };
    const all = [
      ...images(148),
      ...images(9, { retired: true }).map((one) => ({ ...one, name: `Old${one.name}` })),
    ];
    expect(define({ ...PLACED, images: all, stages }).images).toHaveLength(157);
    expect(mistake({ images: images(149), stages })?.expected).toMatch(/^at most 148 there: .* has 2,/);
    expect(
      mistake({ images: images(150), stages: { ...stages, Development: { account: '333333333333' } } }),
    ).toMatchObject({
      received: '150 images, which have 300 groups in account 222222222222',
    });
  });
});
